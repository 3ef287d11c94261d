def expand(row):
    """Every stitch of a row: "kkkppk" for "k3 p2 k1"."""
    stitches = ""
    for instruction in row.split():
        stitches += instruction
    return stitches


def other_side(stitches):
    """The same row as seen from behind."""
    return stitches


print(expand("k3 p2 k1"))
