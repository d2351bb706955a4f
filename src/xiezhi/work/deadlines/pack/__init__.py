"""The paper pack of a division, made every night: rows, parts, the typeset sheet, the shelf it lies on."""
