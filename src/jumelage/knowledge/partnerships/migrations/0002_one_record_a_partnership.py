"""The register's rows become one record a partnership; `jumelage migrate` makes them anew from the ledger."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0001_initial")]
    operations = [
        migrations.DeleteModel("Link"),
        migrations.DeleteModel("Milestone"),
        migrations.DeleteModel("Start"),
        migrations.DeleteModel("Span"),
        migrations.RemoveField("partnership", "fields"),
        migrations.AddField("partnership", "record", models.JSONField(default=dict)),
        migrations.AddIndex("municipality", models.Index(fields=["geonameid"], name="partnerships_geonameid")),
        migrations.AddIndex("municipality", models.Index(fields=["country"], name="partnerships_country")),
        migrations.CreateModel(
            "Span",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("axis", models.CharField(choices=[("kind", "kind"), ("status", "status")], max_length=6)),
                ("value", models.CharField(max_length=20)),
                ("start_min", models.IntegerField(null=True)),
                ("start_max", models.IntegerField(null=True)),
                ("end_min", models.IntegerField(null=True)),
                ("end_max", models.IntegerField(null=True)),
                (
                    "partnership",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="spans",
                        to="partnerships.partnership",
                    ),
                ),
            ],
        ),
    ]
