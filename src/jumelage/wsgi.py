import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jumelage.settings")
django = get_wsgi_application()

from django.conf import settings  # noqa: E402  # needs Django set up, as all that follows

from jumelage.core.assets import static_page  # noqa: E402
from jumelage.core.pagecache.front import Front  # noqa: E402
from jumelage.faces.portal.addresses import read_by  # noqa: E402

application = Front(django, reads=read_by, static=static_page, limit=settings.PAGE_CACHE)
