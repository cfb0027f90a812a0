"""The same form on other bots, each written as its library's own documentation teaches."""
