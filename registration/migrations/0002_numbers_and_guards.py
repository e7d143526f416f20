"""The numbers' sequence and rule, the namesake indexes, the guard on closed periods."""

from django.db import migrations

from cnss_amo.kernel.identifiers import NUMBER_SQL

NUMBERS = "CREATE SEQUENCE registration_number_seq AS bigint MINVALUE 1 MAXVALUE 9999998"

# Asked by the plan of a list: is there somebody of this full name born on this full date?
NAMESAKES = """
CREATE FUNCTION namesake(name text, born date) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    RETURN hashtextextended(name, (born - date '1800-01-01')::bigint);
CREATE INDEX people_by_latin_namesake ON registration_person (namesake(latin_key, birth_date))
    WHERE birth_precision = 'D';
CREATE INDEX people_by_arabic_namesake ON registration_person (namesake(arabic_key, birth_date))
    WHERE birth_precision = 'D' AND arabic_key <> '';
"""
NO_NAMESAKES = """
DROP INDEX people_by_arabic_namesake;
DROP INDEX people_by_latin_namesake;
DROP FUNCTION namesake(text, date);
"""

# Two open activities of a category are stopped by a unique index; a closed one that overlaps
# another is stopped here, once per statement, where a GiST exclusion would cost seven times more.
PERIODS = """
CREATE FUNCTION refuse_overlapping_activities() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE clash bigint;
BEGIN
    SELECT written.person_id INTO clash
      FROM written JOIN registration_activity other
        ON other.person_id = written.person_id
       AND other.category_id = written.category_id
       AND other.id <> written.id
       AND daterange(other.begins_on, other.ends_on) && daterange(written.begins_on, written.ends_on)
     LIMIT 1;
    IF clash IS NOT NULL THEN
        RAISE EXCEPTION 'person % would have two overlapping activities of one category', clash
            USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'no_overlapping_activities';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER no_overlap_inserted AFTER INSERT ON registration_activity
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_overlapping_activities();
CREATE TRIGGER no_overlap_updated AFTER UPDATE ON registration_activity
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_overlapping_activities();
"""
NO_PERIODS = """
DROP TRIGGER no_overlap_updated ON registration_activity;
DROP TRIGGER no_overlap_inserted ON registration_activity;
DROP FUNCTION refuse_overlapping_activities();
"""


class Migration(migrations.Migration):
    dependencies = [("registration", "0001_initial")]

    operations = [
        migrations.RunSQL(NUMBERS, "DROP SEQUENCE registration_number_seq"),
        migrations.RunSQL(NUMBER_SQL, "DROP FUNCTION cnss_number(bigint)"),
        migrations.RunSQL(NAMESAKES, NO_NAMESAKES),
        migrations.RunSQL(PERIODS, NO_PERIODS),
    ]
