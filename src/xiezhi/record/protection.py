"""What the database itself refuses: changing or deleting what was recorded.

Two walls. Triggers refuse UPDATE and DELETE to everybody, the owner included, as long as they stand. The application's role does
not even have the privilege. By a recorded lawful order a payload may lose its key and cipher, and the docket as it was known
the words that came from there; nothing else.
"""

NEVER_CHANGED = ("record_event", "record_seal", "record_auditentry")
ONLY_EMPTIED = "record_payload"
ONLY_FORGOTTEN = "record_casepast"
# What the docket as it was known forgets when the words it came from are destroyed, and what then stands there.
FORGETTABLE = {
    "number": "''",
    "number_key": "''",
    "cause_code": "''",
    "cause_name": "''",
    "parties_label": "''",
    "amount_fen": "NULL",
}

_REFUSE = f"""
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
CREATE FUNCTION record_refuse_another_past() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE forgettable text[] := ARRAY[{", ".join(f"'{name}'" for name in FORGETTABLE)}];
BEGIN
    IF to_jsonb(NEW) - forgettable = to_jsonb(OLD) - forgettable
        AND {" AND ".join(f"NEW.{name} IS NOT DISTINCT FROM {nothing}" for name, nothing in FORGETTABLE.items())} THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'record_casepast: the past can be forgotten by order, never rewritten' USING ERRCODE = 'insufficient_privilege';
END $$;
"""


def triggers() -> str:
    """The SQL that puts the triggers up."""
    only = {ONLY_EMPTIED: "record_refuse_rewriting", ONLY_FORGOTTEN: "record_refuse_another_past"}
    every = (*NEVER_CHANGED, *only)
    return _REFUSE + "".join(
        [_refusing("never_emptied", "TRUNCATE", table, "STATEMENT") for table in every]
        + [_refusing("never_deleted", "DELETE", table) for table in every]
        + [_refusing("never_changed", "UPDATE", table) for table in NEVER_CHANGED]
        + [
            _refusing("only_forgotten", "UPDATE", table, function=function)
            for table, function in only.items()
        ]
    )


def _refusing(
    name: str, act: str, table: str, each: str = "ROW", function: str = "record_refuse_change"
) -> str:
    return f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH {each} EXECUTE FUNCTION {function}();"


def no_triggers() -> str:
    """The SQL that takes them down, for the way back of a migration."""
    functions = ("record_refuse_change", "record_refuse_rewriting", "record_refuse_another_past")
    return "".join(f"DROP FUNCTION {function}() CASCADE;" for function in functions)


def grants(role: str) -> list[str]:
    """The SQL statements that give the application's role what it needs; run after every migration."""
    return [
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
        f"REVOKE UPDATE, DELETE, TRUNCATE ON {', '.join((*NEVER_CHANGED, ONLY_FORGOTTEN))} FROM {role}",
        f"REVOKE DELETE, TRUNCATE ON {ONLY_EMPTIED} FROM {role}",
        f"GRANT UPDATE ({', '.join(FORGETTABLE)}) ON {ONLY_FORGOTTEN} TO {role}",
    ]
