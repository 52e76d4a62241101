"""The brand of an organisation: a colour that stays readable, a logo that carries nothing but its picture."""
