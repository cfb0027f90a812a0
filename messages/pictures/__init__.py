"""Pictures: what they say is a template in `templates/pictures`, how they look a .typ file that typst draws."""
