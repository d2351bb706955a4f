"""What the database itself refuses: changing or deleting what was recorded.

Two walls. Triggers refuse UPDATE and DELETE to everybody, the owner included, as long as they stand. The application's role does
not even have the privilege. A payload may lose its key and cipher (a recorded lawful order), nothing else.
"""

NEVER_CHANGED = ("record_event", "record_seal", "record_auditentry", "record_casepast")
ONLY_EMPTIED = "record_payload"

_REFUSE = """
CREATE FUNCTION record_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: what was recorded is never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE FUNCTION record_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.event_id = OLD.event_id AND NEW.key IS NULL AND NEW.cipher IS NULL THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'record_payload: a payload can be destroyed by order, never rewritten' USING ERRCODE = 'insufficient_privilege';
END $$;
"""


def triggers() -> str:
    """The SQL that puts the triggers up."""
    each = [
        f"CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION record_refuse_change();"
        for table in NEVER_CHANGED
    ]
    payload = (
        f"CREATE TRIGGER never_deleted BEFORE DELETE ON {ONLY_EMPTIED} FOR EACH ROW EXECUTE FUNCTION record_refuse_change();"
        f"CREATE TRIGGER only_emptied BEFORE UPDATE ON {ONLY_EMPTIED} FOR EACH ROW EXECUTE FUNCTION record_refuse_rewriting();"
    )
    return _REFUSE + "".join(each) + payload


def grants(role: str) -> list[str]:
    """The SQL statements that give the application's role what it needs; run after every migration."""
    tables = ", ".join(NEVER_CHANGED)
    return [
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
        f"REVOKE UPDATE, DELETE, TRUNCATE ON {tables} FROM {role}",
        f"REVOKE DELETE, TRUNCATE ON {ONLY_EMPTIED} FROM {role}",
    ]
