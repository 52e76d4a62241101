"""The visual language: layouts, components, forms, typography, static files. No model and no rule."""
