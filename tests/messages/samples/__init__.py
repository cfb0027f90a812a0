"""Sample facts for every template: one module a template folder, `SAMPLES` by template name.

A value is one mapping of facts, or a list of them where a template has branches. Each is rendered in both languages.
"""
