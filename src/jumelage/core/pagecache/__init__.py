"""Whole pages by content revision, in front of Django. The way in is `front.Front`."""
