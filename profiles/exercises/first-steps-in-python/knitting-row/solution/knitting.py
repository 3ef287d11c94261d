def expand(row):
    """Every stitch of a row: "kkkppk" for "k3 p2 k1"."""
    stitches = ""
    for instruction in row.split():
        stitch = instruction[0]
        count = int(instruction[1:])
        stitches += stitch * count
    return stitches


def other_side(stitches):
    """The same row as seen from behind."""
    behind = ""
    for stitch in reversed(stitches):
        behind += "p" if stitch == "k" else "k"
    return behind
