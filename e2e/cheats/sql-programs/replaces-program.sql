-- Puts another program in its own place, for the tests after this one.
.output /code/main.sql
.print SELECT 35579;
.output /usr/local/lib/glovebox/sql.pl
.print print 35579;
.output /root/.sqliterc
.print SELECT 35579;
.output /tmp/.sqliterc
.print SELECT 35579;
.output
