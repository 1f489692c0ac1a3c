"""Template tags of the design; they format and draw, they fetch nothing."""
