"""The index of the search by name knows when people were born: a frequent name is borne by many."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

# Asked by the search: who has these names and was born in one of these months, as 197509?
SOUGHT = """
CREATE FUNCTION sought(tokens varchar[], born date) RETURNS varchar[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    RETURN tokens || (extract(year FROM born) * 100 + extract(month FROM born))::varchar
"""


class Migration(migrations.Migration):
    dependencies = [("registration", "0003_origin_of_papers")]

    operations = [
        migrations.RunSQL(SOUGHT, "DROP FUNCTION sought(varchar[], date)"),
        migrations.RemoveIndex("person", "people_by_name"),
        migrations.AddIndex(
            "person",
            GinIndex(
                models.Func("search_tokens", "birth_date", function="sought"),
                name="people_by_name",
            ),
        ),
    ]
