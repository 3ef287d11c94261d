# Loads, ahead of a program, what most programs use. It switches nothing on and leaves no trace but in %INC.
package Glovebox;
require strict;
require warnings;
require feature;
require utf8;
# A standby waits where the program is first looked at (profiles/agent/PROTOCOL.md, "Standby"). Its time begins after that.
lstat $0;
$^T = time;
delete $INC{'Glovebox.pm'};
delete $main::{'Glovebox::'};
1;
