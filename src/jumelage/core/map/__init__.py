"""Maps as data for a template: land, lines, dots and names. Pure: no Django. The way in is `draw.draw`."""
