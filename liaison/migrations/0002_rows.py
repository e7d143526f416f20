"""The rows of the lists: one partition a list, so that a list's rows are dropped whole."""

from django.db import migrations

ROWS = """
CREATE TABLE liaison_row (
    list_id bigint NOT NULL,
    line integer NOT NULL,
    operation char(1) NOT NULL,
    refused boolean NOT NULL,
    issues jsonb,
    category varchar(10) NOT NULL,
    sub_category varchar(10) NOT NULL,
    sub_category_among varchar(10)[],
    number integer,
    document_kind varchar(12) NOT NULL,
    document_key bytea,
    document_sealed bytea,
    other_document_kind varchar(12) NOT NULL,
    other_document_key bytea,
    other_document_sealed bytea,
    last_name varchar(60) NOT NULL,
    first_name varchar(60) NOT NULL,
    last_name_ar varchar(60) NOT NULL,
    first_name_ar varchar(60) NOT NULL,
    latin_key varchar(130) NOT NULL,
    arabic_key varchar(130) NOT NULL,
    search_tokens varchar(40)[] NOT NULL,
    birth_date date,
    birth_precision char(1) NOT NULL,
    birth_place varchar(80) NOT NULL,
    sex char(1) NOT NULL,
    nationality char(2) NOT NULL,
    commune varchar(12),
    phone_key bytea,
    phone_sealed bytea,
    email_key bytea,
    email_sealed bytea,
    address_key bytea,
    address_sealed bytea,
    started_on date,
    ends_on date,
    professional_id varchar(40) NOT NULL,
    facts jsonb NOT NULL,
    PRIMARY KEY (list_id, line)
) PARTITION BY LIST (list_id);
-- Asked by the preview: the first lines that have this issue.
CREATE INDEX liaison_row_with_issues ON liaison_row (list_id, line) WHERE issues IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("liaison", "0001_initial"), ("registration", "0002_numbers_and_guards")]

    operations = [migrations.RunSQL(ROWS, "DROP TABLE liaison_row")]
