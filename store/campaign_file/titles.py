"""Codes of titles (danh hiệu) and forms of award that a title quota may name."""

TITLES = (
    *("LDTT", "CSTT", "CSTDCS", "CSTDCT", "CSTDCB", "CSTDTQ"),
    *("TTLDTT", "DVTT", "TTLDXS", "DVQT"),
    *("CTDCT", "CTDCB", "CTDCP", "XTB", "TVH", "GDVH"),
    *("GK", "BK_TINH", "BK_BO", "BK_TTG"),
    *("HCLD_3", "HCLD_2", "HCLD_1", "HCDL_3", "HCDL_2", "HCDL_1", "HCHCM", "HCSV"),
    *("HUYCHUONG", "DHVD", "GT_HCM", "GT_NN", "KNC"),
)
