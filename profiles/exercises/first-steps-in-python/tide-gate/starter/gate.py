SILL = 200  # centimetres
RESERVE = 30


def water_over_sill(tide):
    """How many centimetres of water stand over the sill."""
    return tide


def may_pass(tide, draught, gate_open):
    """Whether a boat of that draught may pass now."""
    return gate_open


print(water_over_sill(350))
