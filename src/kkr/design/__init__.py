"""How it looks: components, charts, the tile map. Values in, HTML and SVG out; it knows no noun."""
