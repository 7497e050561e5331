-- When the first send began that may have arrived: after a while nobody out there can tell a second one from it. Of those that
-- may have arrived already it is not known, so they count as long ago.
ALTER TABLE notices ADD COLUMN begun_at TEXT COLLATE "C";
UPDATE notices SET begun_at = made_at WHERE may_have_arrived = 1 OR lease IS NOT NULL;
