from django.db import migrations


def add(apps, schema_editor):
    apps.get_model("core", "ContentRevision").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
