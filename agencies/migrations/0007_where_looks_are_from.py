from django.db import migrations

FUNCTION = """
CREATE FUNCTION agencies_place_of_a_look() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.place = '' AND NEW.user_id IS NOT NULL THEN
        SELECT left(COALESCE(agency.code, point.code), 20) INTO NEW.place
          FROM agencies_posting posting
          LEFT JOIN agencies_agency agency ON agency.id = posting.agency_id
          LEFT JOIN agencies_point point ON point.id = posting.point_id
         WHERE posting.user_id = NEW.user_id
           AND daterange(posting.begins_on, posting.ends_on)
               @> (NEW.at AT TIME ZONE 'Africa/Casablanca')::date;
        NEW.place := COALESCE(NEW.place, '');
    END IF;
    RETURN NEW;
END $$
"""
TRIGGER = """
CREATE TRIGGER agencies_place_of_a_look BEFORE INSERT ON accounts_look
   FOR EACH ROW EXECUTE FUNCTION agencies_place_of_a_look()
"""


class Migration(migrations.Migration):
    """A look says where its author works that day, whatever page writes it, at no query more."""

    dependencies = [
        ("agencies", "0006_hours_of_ramadan"),
        ("accounts", "0015_roles_given_by_two"),
    ]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION agencies_place_of_a_look()"),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER agencies_place_of_a_look ON accounts_look"),
    ]
