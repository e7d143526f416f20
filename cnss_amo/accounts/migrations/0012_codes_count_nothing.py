from django.db import migrations


class Migration(migrations.Migration):
    """What is asked for is counted by messaging_asking, whatever the text."""

    dependencies = [("accounts", "0011_logs_never_emptied")]

    operations = [
        migrations.RemoveIndex("onetimecode", "codes_of_a_number"),
        migrations.RemoveIndex("onetimecode", "codes_of_an_address"),
        migrations.RemoveIndex("onetimecode", "codes_by_instant"),
        migrations.RemoveField("onetimecode", "number_key"),
        migrations.RemoveField("onetimecode", "address_key"),
    ]
