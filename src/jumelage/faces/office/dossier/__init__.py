"""The dossier of a partnership: everything on one page, in tabs that are addresses.

A tab is a row of tabs.TABS: where it is, what it is called, its template, and what it shows. Rooms that come later add theirs there.
"""
