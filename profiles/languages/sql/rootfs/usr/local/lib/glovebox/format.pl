# Lays out SQL for sql.pl: only white space and the case of keywords change. What fits is put into one line, except where a person has broken it at the beginning.
use strict;
use warnings;

our $WIDTH = 120;
# Of a statement of several clauses in one line, and of a table.
my $SHORT = 80;
my $STEP = 2;

# Words that cannot be names, and are keywords wherever they stand.
my %RESERVED = map { $_ => 1 } qw(
    add all alter and as autoincrement between case check collate commit constraint create default deferrable delete distinct drop else escape except exists foreign
    from group having in index insert intersect into is isnull join limit not nothing notnull null on or order primary references returning select set table then to
    transaction union unique update using values when where
);
# Words that may be names, and are keywords after, or before, certain others.
my %AFTER = (
    by => qr/^(?:group|order|partition)$/, key => qr/^(?:primary|foreign)$/, recursive => qr/^with$/, conflict => qr/^on$/, ignore => qr/^or$/, abort => qr/^or$/,
    fail => qr/^or$/, rollback => qr/^or$/, replace => qr/^or$/, cascade => qr/^(?:delete|update)$/, restrict => qr/^(?:delete|update)$/, action => qr/^no$/,
    trigger => qr/^(?:create|drop|temp|temporary)$/, view => qr/^(?:create|drop|temp|temporary)$/, temp => qr/^create$/, temporary => qr/^create$/, virtual => qr/^create$/,
    query => qr/^explain$/, plan => qr/^query$/, first => qr/^nulls$/, last => qr/^nulls$/, row => qr/^(?:current|each)$/, each => qr/^for$/, of => qr/^(?:update|instead)$/,
    rowid => qr/^without$/, column => qr/^(?:add|drop|rename)$/, always => qr/^generated$/, over => qr/^\)$/, stored => qr/^\)$/,
);
my %BEFORE = (
    cast => qr/^\($/, if => qr/^(?:not|exists)$/, partition => qr/^by$/, filter => qr/^\($/, do => qr/^(?:update|nothing)$/, replace => qr/^into$/,
    without => qr/^rowid$/, nulls => qr/^(?:first|last)$/, no => qr/^action$/, before => qr/^(?:insert|update|delete)$/, after => qr/^(?:insert|update|delete)$/,
    instead => qr/^of$/, for => qr/^each$/, current => qr/^row$/, rows => qr/^(?:between|unbounded|current)$/, range => qr/^(?:between|unbounded|current)$/,
    groups => qr/^(?:between|unbounded|current)$/, unbounded => qr/^(?:preceding|following)$/, cross => qr/^join$/, inner => qr/^join$/, outer => qr/^join$/,
    left => qr/^(?:join|outer)$/, right => qr/^(?:join|outer)$/, full => qr/^(?:join|outer)$/, natural => qr/^(?:join|left|right|full|inner|cross)$/, generated => qr/^always$/, rename => qr/^(?:to|column)$/,
    materialized => qr/^\($/,
);
my $CLAUSE = qr/^(?:select|from|where|group|having|limit|union|intersect|except|set|returning|order|partition|rows|range|groups|values|insert|replace|delete|update|with)$/;

# A token: text, its word in lower case ('' for what is none), whether it is a keyword, a line end before it, comments above and behind it.
sub tokens {
    my ($statement) = @_;
    my (@tokens, @lead);
    my $broken = 0;
    while ($statement =~ /\G(?:(\s+)|(--[^\n]*|\/\*.*?(?:\*\/|\z))|([xX]'[^']*'|'(?:[^']|'')*'?|"(?:[^"]|"")*"?|`(?:[^`]|``)*`?|\[[^\]]*\]?|[?:@\$][\w:]+|\d[\w.]*(?<=[eE])[-+]\d+|\.?\d[\w.]*|[\w\$\x80-\xff]+|->>|->|\|\||<=|>=|<>|!=|==|<<|>>|.))/gs) {
        my ($space, $comment, $text) = ($1, $2, $3);
        if (defined $space) { $broken ||= $space =~ /\n/; next }
        if (defined $comment) {
            $comment =~ s/\s+\z//;
            if (!$broken && @tokens) { push @{ $tokens[-1]{trail} }, $comment } else { push @lead, $comment }
            $broken ||= $comment =~ /^--/;
            next;
        }
        push @tokens, { text => $text, word => $text =~ /^[A-Za-z_]/ && $text !~ /'/ ? lc $text : '', broken => $broken, lead => [@lead], trail => [] };
        ($broken, @lead) = (0);
    }
    push @{ $tokens[-1]{trail} }, @lead if @lead && @tokens;
    for my $at (0 .. $#tokens) {
        my $token = $tokens[$at];
        my $word = $token->{word} or next;
        my $before = $at > 0 ? lc $tokens[$at - 1]{text} : '';
        my $after = $at < $#tokens ? lc $tokens[$at + 1]{text} : '';
        next if $before eq '.';
        $token->{keyword} = $at == 0 || $RESERVED{$word} || ($AFTER{$word} && $before =~ $AFTER{$word}) || ($BEFORE{$word} && $after =~ $BEFORE{$word})
            || ($word =~ /^(?:preceding|following)$/ && ($before eq 'unbounded' || $before =~ /^\d/)) || ($word =~ /^(?:asc|desc)$/ && $after =~ /^(?:[,);]|limit|nulls|)$/ && operand($tokens[$at - 1]))
            || ($word =~ /^(?:like|glob|regexp|match)$/ && $after =~ /^['"(\w?:@]/ && ($before eq 'not' || operand($tokens[$at - 1])) && $after !~ /^(?:from|as|where)$/)
            || ($word eq 'window' && $at + 2 <= $#tokens && $tokens[$at + 2]{word} eq 'as') || ($word eq 'offset' && operand($tokens[$at - 1]) && $after =~ /^[\d?:@(]/);
        $token->{text} = uc $word if $token->{keyword};
    }
    return @tokens;
}

sub operand { my ($token) = @_; return !$token->{keyword} && $token->{text} =~ /^(?:[\w'"`\[\]?:@\$)\x80-\xff]|\.\d)/ || $token->{text} =~ /^(?:NULL|END)$/ }

# Brackets, and what is between CASE and END, become nodes: { open, items, close }.
sub tree {
    my ($tokens, $closer) = @_;
    my @items;
    while (my $token = shift @$tokens) {
        if ($token->{text} eq ')' && $closer eq ')') { return (\@items, $token) }
        if ($token->{word} eq 'end' && $closer eq 'end') { @$token{qw(text keyword)} = ('END', 1); return (\@items, $token) }
        if ($token->{text} eq '(' || $token->{text} eq 'CASE') {
            my ($inner, $close) = tree($tokens, $token->{text} eq '(' ? ')' : 'end');
            push @items, { open => $token, items => $inner, close => $close };
        }
        else { push @items, $token }
    }
    die "unbalanced\n" if $closer ne '';
    return (\@items, undef);
}

sub first { my ($item) = @_; return $item->{open} // $item }
sub last_of { my ($item) = @_; return $item->{close} // $item }

# What comes between two items of a line.
sub space {
    my ($items, $at) = @_;
    return '' if $at == 0;
    my ($before, $item) = @$items[$at - 1, $at];
    my ($last, $next) = (last_of($before), first($item));
    return '' if $next->{text} =~ /^[,;.]$/ || $last->{text} eq '.' || $last->{unary} || $last->{text} eq '~';
    if ($next->{text} eq '(') {
        return ' ' if $before->{open} || !$before->{word} && $before->{text} !~ /^["`\[\x80-\xff]/;
        return $before->{word} eq 'cast' ? '' : ' ' if $before->{keyword};
        my $named = $at > 1 ? first($items->[$at - 2]) : { text => '' };
        my $after = $at < $#$items ? first($items->[$at + 1])->{text} : '';
        return $named->{text} =~ /^(?:INTO|TABLE|EXISTS|REFERENCES|ON|WITH|RECURSIVE|VIEW)$/ || ($named->{text} eq ',' || $at == 1) && $after eq 'AS' && first($items->[$at + 2] // $item)->{text} =~ /^(?:\(|MATERIALIZED|NOT)$/ ? ' ' : '';
    }
    return ' ';
}

sub flat {
    my ($items) = @_;
    my $text = '';
    for my $at (0 .. $#$items) {
        my $item = $items->[$at];
        $text .= space($items, $at);
        $text .= !$item->{open} ? $item->{text} : $item->{open}{text} eq '(' ? '(' . flat($item->{items}) . ')' : 'CASE ' . flat($item->{items}) . ' END';
    }
    return $text;
}

# Whether it must not be in one line: for its comments, or since a person has broken it.
sub must {
    for my $item (@_) {
        for my $token ($item->{open} ? ($item->{open}, $item->{close}) : $item) { return 1 if @{ $token->{lead} } || @{ $token->{trail} } }
        next unless $item->{open};
        my @inner = @{ $item->{items} };
        return 1 if $item->{open}{text} eq '(' ? @inner && first($inner[0])->{broken} : grep { $_->{word} && $_->{word} eq 'when' && $_->{broken} } @inner;
        return 1 if must(@inner);
    }
    return 0;
}

sub width { my ($text) = @_; $text =~ s/[\x80-\xbf]//g; return length $text }

# What is written, the line that is being written, and whether that must end.
my ($out, $line, $hard) = ('', '', 0);
sub column { return width($line =~ /([^\n]*)\z/) }
sub line_end { my ($indent) = @_; $hard = 0; $line =~ s/ +\z//; $out .= "$line\n" if $line ne ''; $line = ' ' x $indent }

sub put {
    my ($token, $space, $indent) = @_;
    for my $comment (@{ $token->{lead} }) {
        line_end($indent) if $line =~ /\S/;
        $line .= $comment;
        line_end($indent);
    }
    line_end($indent + $STEP) if $hard;
    $line .= $space if $line =~ /\S\z/;
    $line .= $token->{text};
    for my $comment (@{ $token->{trail} }) {
        line_end($indent) if $hard;
        $line .= " $comment";
        $hard = $comment =~ /^--/;
    }
}

# Items in a line, of which brackets are broken where they have to.
sub inline {
    my ($items, $indent) = @_;
    for my $at (0 .. $#$items) {
        my ($item, $space) = ($items->[$at], space($items, $at));
        if (!$item->{open}) { put($item, $space, $indent); next }
        if (!must($item) && column() + width(flat([$item])) < $WIDTH) {
            put({ %{ $item->{open} }, text => flat([$item]) }, $space, $indent);
            next;
        }
        my @inner = @{ $item->{items} };
        put($item->{open}, $space, $indent);
        if ($item->{open}{text} eq 'CASE') {
            for my $part (parts(\@inner, qr/^(?:WHEN|ELSE)$/)) {
                line_end($indent + $STEP) if $part->[0]{keyword};
                unshift @$part, { text => '', lead => [], trail => [] } unless $part->[0]{keyword};
                inline($part, $indent + $STEP);
            }
        }
        elsif (@inner && first($inner[0])->{word} =~ $CLAUSE) { line_end($indent + $STEP); statement(\@inner, $indent + $STEP) }
        else {
            for my $part (parts(\@inner, undef)) { line_end($indent + $STEP); inline($part, $indent + $STEP) }
        }
        line_end($indent);
        put($item->{close}, '', $indent);
    }
}

# Cut before words, or after commas.
sub parts {
    my ($items, $before) = @_;
    my (@parts, $between);
    my $cut = 1;
    for my $item (@$items) {
        my $text = first($item)->{text};
        # The AND of BETWEEN is no cut.
        my $own = $between && $text eq 'AND';
        $between = $text eq 'BETWEEN' || $between && !$own;
        $cut ||= $before && $item->{keyword} && !$own && $text =~ $before;
        push @parts, [] if $cut;
        push @{ $parts[-1] }, $item;
        $cut = !$before && $text eq ',';
    }
    return @parts;
}

sub clauses {
    my ($items) = @_;
    my @clauses;
    for my $at (0 .. $#$items) {
        my $word = $items->[$at]{keyword} ? $items->[$at]{word} : '';
        my $before = $at > 0 && $items->[$at - 1]{keyword} ? $items->[$at - 1]{word} : '';
        my $starts = $at == 0 || $word =~ /^(?:select|from|where|group|having|limit|union|intersect|except|set|returning|order|partition|rows|range|groups|window)$/
            || $at > 0 && $items->[$at - 1]{open} && first($items->[0])->{text} eq 'WITH' && $word =~ /^(?:insert|replace|update|delete)$/
            || $word eq 'on' && $at < $#$items && lc(first($items->[$at + 1])->{text}) eq 'conflict';
        # IS DISTINCT FROM, DO UPDATE SET, ON UPDATE SET NULL, INSERT OR …
        $starts = 0 if $word eq 'from' && $before =~ /^(?:distinct|delete)$/ || $word eq 'set' && (grep { $_->{word} && $_->{word} =~ /^(?:conflict|references)$/ } @{ $clauses[-1] // [] });
        $starts = 0 if $word eq 'set' && $before =~ /^(?:delete|on)$/;
        push @clauses, [] if $starts;
        push @{ $clauses[-1] }, $items->[$at];
    }
    return @clauses;
}

sub statement {
    my ($items, $indent) = @_;
    my $short = flat($items);
    if (!must(@$items) && !(grep { first($_)->{broken} } @$items[1 .. $#$items]) && $indent + width($short) <= $SHORT) {
        put({ %{ first($items->[0]) }, text => $short }, '', $indent);
        return;
    }
    my $n = 0;
    my $table = first($items->[0])->{text} eq 'CREATE' && !(grep { $_->{keyword} && $_->{text} eq 'SELECT' } @$items);
    local $WIDTH = $SHORT if $table;
    for my $clause ($table ? $items : clauses($items)) {
        line_end($indent) if $n++ > 0;
        clause($clause, $indent);
    }
}

sub clause {
    my ($items, $indent) = @_;
    my $word = $items->[0]{word} // '';
    my $head = 1;
    if ($word =~ /^(?:insert|replace)$/) { $head++ while $head < @$items && !($items->[$head - 1]{word} && $items->[$head - 1]{word} eq 'values') }
    elsif ($word =~ /^(?:group|order|partition)$/) { $head = 2 }
    elsif ($word eq 'select' && @$items > 1 && $items->[1]{word} && $items->[1]{word} =~ /^(?:distinct|all)$/) { $head = 2 }
    my @body = @$items[$head .. $#$items];
    my @parts;
    my $sticks = 1;    # the first stays beside the head
    if ($word eq 'from') { @parts = parts(\@body, qr/^(?:LEFT|RIGHT|FULL|INNER|CROSS|NATURAL|JOIN)$/); @parts = joined(@parts) }
    elsif ($word =~ /^(?:where|having)$/) { @parts = parts(\@body, qr/^(?:AND|OR)$/) }
    elsif ($word =~ /^(?:select|group|order|partition|set|returning|values|insert|replace|with)$/) { @parts = parts(\@body, undef); $sticks = 0 }
    else { @parts = (\@body) }
    my $kept = $sticks ? grep { first($_->[0])->{broken} } @parts[1 .. $#parts] : @body && first($body[0])->{broken};
    if (@parts < 2 || $word ne 'with' && !$kept && !must(@$items) && $indent + width(flat($items)) <= $WIDTH) { inline($items, $indent); return }
    inline([@$items[0 .. $head - 1]], $indent);
    # Rows may share lines.
    my $rows = $word =~ /^(?:values|insert|replace)$/ && grep { first($_->[0])->{broken} } @parts[1 .. $#parts];
    for my $n (0 .. $#parts) {
        my $beside = $n == 0 && ($sticks || $word eq 'with');
        my $inner = $word eq 'with' || $beside ? $indent : $indent + $STEP;
        if ($beside || $rows && $n > 0 && !first($parts[$n][0])->{broken}) { $line .= ' ' unless $hard }
        else { line_end($inner) }
        inline($parts[$n], $inner);
    }
}

# LEFT, OUTER and JOIN begin one part.
sub joined {
    my @joined;
    for my $part (@_) {
        my $last = @joined ? $joined[-1][-1] : undef;
        if ($last && $last->{keyword} && $last->{text} =~ /^(?:LEFT|RIGHT|FULL|INNER|CROSS|NATURAL|OUTER)$/) { push @{ $joined[-1] }, @$part }
        else { push @joined, $part }
    }
    return @joined;
}

sub essence { my ($statement) = @_; return join("\n", map { my $t = $_; (@{ $t->{lead} }, $t->{word} || $t->{text}, @{ $t->{trail} }) } tokens($statement)) }

# One statement, with its end.
sub lay_out {
    my ($source) = @_;
    # Lines that end a statement in the shell, as in other systems' shells.
    return $source if $source =~ /^\s*(?:go|\/)\s*$/mi;
    my @tokens = tokens($source);
    for my $at (0 .. $#tokens) { $tokens[$at]{unary} = $tokens[$at]{text} =~ /^[-+]$/ && !($at > 0 && operand($tokens[$at - 1])) }
    my $trigger = $source =~ /^create\s+(?:temp\w*\s+)?trigger\b/i;
    ($out, $line, $hard) = ('', '', 0);
    my $fault = !eval {
        if ($trigger) { trigger(@tokens) } else { statement((tree(\@tokens, ''))[0], 0) }
        1;
    };
    $out .= $line;
    $out =~ s/[ \n]+\z//;
    return $fault || essence($out) ne essence($source) ? $source : $out;
}

sub trigger {
    my @tokens = @_;
    my @head;
    push @head, shift @tokens while @tokens && $tokens[0]{word} ne 'begin';
    my $begin = shift @tokens // die "no BEGIN\n";
    @$begin{qw(text keyword)} = ('BEGIN', 1);
    inline((tree([@head, $begin], ''))[0], 0);
    while (@tokens && !($tokens[0]{word} eq 'end' && @tokens <= 2)) {
        my @statement;
        do { push @statement, shift @tokens } while (@tokens && $statement[-1]{text} ne ';');
        $statement[0]{text} = uc $statement[0]{text};
        $statement[0]{keyword} = 1;
        line_end($STEP);
        statement((tree(\@statement, ''))[0], $STEP);
    }
    line_end(0);
    $tokens[0]{text} = 'END' if @tokens;
    inline(\@tokens, 0);
}

1;
