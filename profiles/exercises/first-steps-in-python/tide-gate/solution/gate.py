SILL = 200  # centimetres
RESERVE = 30


def water_over_sill(tide):
    """How many centimetres of water stand over the sill."""
    return max(tide - SILL, 0)


def may_pass(tide, draught, gate_open):
    """Whether a boat of that draught may pass now."""
    return gate_open and water_over_sill(tide) >= draught + RESERVE
