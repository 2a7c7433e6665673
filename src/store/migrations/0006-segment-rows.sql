-- Rows of each segment by its name: like the rows of all, read over the whole past, and from the index alone.
ALTER TABLE slices ADD COLUMN segment_rows TEXT NOT NULL DEFAULT '{}';
UPDATE slices SET segment_rows = (
    SELECT json_group_object(key, json_extract(value, '$.rows')) FROM json_each(profile, '$.segments')
  ) WHERE json_type(profile, '$.segments') = 'object';
DROP INDEX slices_rows;
CREATE INDEX slices_rows ON slices (monitor_id, grid_version, role, at, rows, segment_rows);
