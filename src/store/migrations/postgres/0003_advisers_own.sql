-- What an adviser has: an enquiry that nobody has need not stand there, and every new one is such.
DROP INDEX enquiries_of_adviser;
CREATE INDEX enquiries_of_adviser ON enquiries (service, claimed_by, urgency_rank, act_by, waiting_since, reference)
    WHERE claimed_by IS NOT NULL AND status IN ('new', 'reopened', 'claimed', 'waiting-for-family');
