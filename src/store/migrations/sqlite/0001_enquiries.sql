-- Marks the file as Signpost's: "SPst".
PRAGMA application_id = 1397781364;

-- Moments are UTC to the microsecond, days are YYYY-MM-DD, lists are JSON; all of one length, so that they sort.
-- The family's and the advisers' words (question, contact, messages.words, notes.words) stand in columns of their
-- own, without a check on what they hold, so that they can be sealed.
CREATE TABLE enquiries (
    service TEXT NOT NULL,
    reference TEXT NOT NULL,
    draft_key TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    channel TEXT NOT NULL,
    question TEXT NOT NULL,
    path TEXT NOT NULL,
    topics TEXT NOT NULL,
    stage TEXT NOT NULL,
    -- 0 safeguarding, 1 legal date, 2 routine: the queue is sorted by it.
    urgency_rank INTEGER NOT NULL,
    act_by TEXT,
    contact_kind TEXT NOT NULL,
    contact TEXT,
    consent_at TEXT NOT NULL,
    consent_wording TEXT NOT NULL,
    status TEXT NOT NULL,
    claimed_by TEXT,
    claimed_at TEXT,
    worked_at TEXT,
    waiting_since TEXT NOT NULL,
    outcome TEXT,
    purge_on TEXT,
    PRIMARY KEY (service, reference),
    UNIQUE (service, draft_key)
);

-- The queue, in its order. The condition is repeated word for word by the query, or SQLite would not use the index.
CREATE INDEX enquiries_open ON enquiries (service, urgency_rank, act_by, waiting_since, reference)
    WHERE status IN ('new', 'reopened', 'claimed', 'waiting-for-family');
CREATE INDEX enquiries_claimed ON enquiries (service, worked_at) WHERE status = 'claimed';
CREATE INDEX enquiries_to_purge ON enquiries (service, purge_on) WHERE purge_on IS NOT NULL;

CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    service TEXT NOT NULL,
    reference TEXT NOT NULL,
    at TEXT NOT NULL,
    -- The adviser who wrote it; the family without one.
    adviser TEXT,
    words TEXT NOT NULL,
    FOREIGN KEY (service, reference) REFERENCES enquiries (service, reference)
);
CREATE INDEX messages_of_enquiry ON messages (service, reference, id);

CREATE TABLE notes (
    id INTEGER PRIMARY KEY,
    service TEXT NOT NULL,
    reference TEXT NOT NULL,
    at TEXT NOT NULL,
    adviser TEXT NOT NULL,
    words TEXT NOT NULL,
    FOREIGN KEY (service, reference) REFERENCES enquiries (service, reference)
);
CREATE INDEX notes_of_enquiry ON notes (service, reference, id);

-- The trail outlives the enquiry, so it has no foreign key.
CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    service TEXT NOT NULL,
    reference TEXT NOT NULL,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    what TEXT NOT NULL
);
CREATE INDEX events_of_enquiry ON events (service, reference, id);
CREATE TRIGGER events_are_never_altered BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'the trail of an enquiry is never altered'); END;
CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, 'the trail of an enquiry is never altered'); END;

CREATE TABLE sessions (
    service TEXT NOT NULL,
    session TEXT NOT NULL,
    state BLOB NOT NULL,
    saved_at TEXT NOT NULL,
    PRIMARY KEY (service, session)
);

CREATE TABLE interactions (
    service TEXT NOT NULL,
    interaction TEXT NOT NULL,
    noted_at TEXT NOT NULL,
    PRIMARY KEY (service, interaction)
);
