"""Writing a text at the desk, whatever it is of: the editor, what is pasted and put in, two texts compared."""
