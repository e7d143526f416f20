"""A search shares two cores with workers: a short pending list to read, no parallel plan."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

# Asked by the search while a list is registered: two thousand people wait to be indexed at most,
# not seventeen thousand. Registering a million people takes a second more.
SHORT = "ALTER INDEX people_by_name SET (gin_pending_list_limit = 512)"
USUAL = "ALTER INDEX people_by_name RESET (gin_pending_list_limit)"
# Nothing in it is unsafe; but a plan that has it stays in its process. A search takes the first rows
# of very many: to start parallel workers for them costs more than the rows.
ALONE = "ALTER FUNCTION sought PARALLEL UNSAFE"
TOGETHER = "ALTER FUNCTION sought PARALLEL SAFE"


class Migration(migrations.Migration):
    dependencies = [("registration", "0004_people_by_name_and_birth")]

    operations = [
        migrations.RunSQL(ALONE, TOGETHER),
        migrations.SeparateDatabaseAndState(
            [migrations.RunSQL(SHORT, USUAL)],
            [
                migrations.RemoveIndex("person", "people_by_name"),
                migrations.AddIndex(
                    "person",
                    GinIndex(
                        models.Func("search_tokens", "birth_date", function="sought"),
                        name="people_by_name",
                        gin_pending_list_limit=512,
                    ),
                ),
            ],
        ),
    ]
