"""Which titles (danh hiệu) a person and a unit may register for; the codes are the catalogue's."""

PERSONAL = ("LDTT", "CSTT", "CSTDCS", "CSTDCT", "CSTDCB", "CSTDTQ")
COLLECTIVE = ("TTLDTT", "DVTT", "TTLDXS", "DVQT", "CTDCT", "CTDCB", "CTDCP")
