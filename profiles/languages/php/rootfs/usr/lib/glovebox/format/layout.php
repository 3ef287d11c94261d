<?php

const STEP = 4;

/** The file, or a bracket that is open. */
final class Scope
{
    /** What comes next begins a statement or an element. */
    public bool $fresh = true;
    /** The keyword that tells what a bracket means, and the indent of its line. */
    public string $word = '';
    public int $wordIndent = 0;
    public int $ternaries = 0;
    /** Types are written here. */
    public bool $type = false;
    /** A list of parameters, or of something else, is to come. */
    public bool $signature = false;
    public bool $labelled = false;

    public function __construct(
        public readonly string $kind,
        public readonly int $outer,
        public int $inner,
        /** Its end is that of a statement. */
        public readonly bool $ends = false,
        public readonly string $role = '',
    ) {}

    public function holdsStatements(): bool
    {
        return in_array($this->kind, ['block', 'class', 'switch', 'hooks'], true);
    }

    /** Its statements have lines of their own. */
    public function breaks(): bool
    {
        return $this->holdsStatements() && $this->role !== 'short';
    }

    public function finish(): void
    {
        $this->fresh = true;
        $this->word = '';
        $this->ternaries = 0;
        $this->signature = false;
        $this->type = $this->kind === 'class';
    }
}

final class Layout
{
    private string $out = '';
    /** What is being written, and how far its line is indented. */
    private string $line = '';
    private int $indent = 0;
    /** What comes next begins a line. */
    private bool $must = false;
    /** What was written last, apart from comments. */
    private ?Token $last = null;
    /** @var list<Scope> */
    private array $scopes;
    private Scope $scope;

    /** @param list<Token> $tokens */
    public function __construct(private readonly array $tokens)
    {
        $this->scope = new Scope('block', 0, 0);
        $this->scopes = [$this->scope];
    }

    public function write(): string
    {
        $before = null;
        foreach ($this->tokens as $at => $token) {
            if ($token->is(T_HALT_COMPILER)) {
                // What follows is data.
                $this->separate($before, $token, $at, null);
                foreach (array_slice($this->tokens, $at) as $rest) {
                    $this->line .= ($rest === $token ? '' : $rest->gap) . $rest->text;
                }
                return $this->out . $this->line;
            }
            if ($token->is([T_INLINE_HTML, T_CLOSE_TAG, T_OPEN_TAG, T_OPEN_TAG_WITH_ECHO])) {
                $this->tag($before, $token);
            } else {
                $this->code($before, $token, $at);
            }
            $before = $token;
            $this->last = $token->is(COMMENTS) ? $this->last : $token;
        }
        $open = $before !== null && !$before->is([T_INLINE_HTML, T_CLOSE_TAG]);
        return $this->out . $this->line . ($open ? "\n" : '');
    }

    private function tag(?Token $before, Token $token): void
    {
        if ($token->is(T_CLOSE_TAG)) {
            $broken = $token->breaks() > 0 && !$before->is([T_OPEN_TAG, T_OPEN_TAG_WITH_ECHO]);
            if ($broken) {
                $this->break(1, $this->scope->inner);
            } else {
                $this->line = rtrim($this->line) . ' ';
            }
            $this->scope->finish();
        }
        $this->line .= $token->text;
        $this->must = false;
        if ($token->is([T_OPEN_TAG, T_OPEN_TAG_WITH_ECHO])) {
            // Code among HTML begins where its tag is.
            $html = strrchr($this->line, "\n");
            $this->indent = $this->scope->inner = strspn($html === false ? $this->line : $html, " \t", $html === false ? 0 : 1);
            $this->scope->fresh = true;
        }
    }

    private function code(?Token $before, Token $token, int $at): void
    {
        $closed = null;
        if ($token->is([')', ']', '}']) || $this->closesColon($token, $at)) {
            $closed = array_pop($this->scopes);
            $this->scope = end($this->scopes);
            if ($token->is([')', ']', '}'])) {
                $token->role = $closed->role;
            }
        }
        $this->name($this->last, $token, $at);
        $this->separate($before, $token, $at, $closed);
        $this->line .= text($before, $token, $this->tokens[$at + 1] ?? null, $this->indent);
        $this->follow($this->last, $token, $at, $closed);
    }

    /** Else and the like, where the block before them began with a colon. */
    private function closesColon(Token $token, int $at): bool
    {
        if ($this->scope->role !== 'colon') {
            return false;
        }
        if ($token->is([T_ELSE, T_ELSEIF])) {
            $depth = 0;
            do {
                $next = $this->tokens[++$at];
                $depth += match ($next->text) { '(' => 1, ')' => -1, default => 0 };
            } while ($depth > 0 || $next->is([')', ...COMMENTS]) || $depth === 0 && $token->is(T_ELSEIF) && $next->is('('));
            return $next->is(':');
        }
        return $token->is(ENDS);
    }

    /** Finds what a token means where it stands. */
    private function name(?Token $before, Token $token, int $at): void
    {
        $scope = $this->scope;
        $operand = $before?->isOperand() ?? false;
        $next = $this->tokens[$at + 1] ?? null;
        if ($next?->is(AMPERSANDS)) {
            $next = $this->tokens[$at + 2] ?? null;
        }
        $word = match (true) {
            $token->is(T_NEW) => 'new',
            $token->is(T_CLASS) && $before?->is(T_DOUBLE_COLON) => null,
            $token->is([T_CLASS, T_INTERFACE, T_TRAIT, T_ENUM]) => $scope->word === 'new' ? 'anonymous' : 'class',
            $token->is(T_FUNCTION) && $before?->is(T_USE) => null,
            $token->is(T_FUNCTION) => $next?->is('(') ? 'closure' : 'function',
            $token->is(T_FN) => 'closure',
            $token->is(T_MATCH) => 'match',
            $token->is(T_SWITCH) => 'switch',
            $token->is(T_DO) => 'do',
            $token->is(CONTROL) => 'control',
            $token->is([T_CASE, T_DEFAULT]) && $scope->kind === 'switch' => 'label',
            $token->is(T_USE) && $scope->fresh => 'use',
            $scope->kind === 'hooks' && $scope->fresh && $token->is(T_STRING) => 'hook',
            default => null,
        };
        if ($word !== null) {
            $scope->word = $word;
            $scope->signature = in_array($word, ['function', 'closure', 'hook'], true);
            $scope->type = false;
        }
        $token->role = match (true) {
            $token->is(['+', '-']) => $operand ? 'binary' : 'unary',
            $token->is([T_INC, T_DEC]) => $operand && $token->breaks() === 0 ? 'postfix' : 'unary',
            $token->is('?') => $scope->type ? 'unary' : 'ternary',
            $token->is(':') => $this->colon($before),
            $token->is('|') => $scope->type ? 'type' : 'binary',
            $token->is(T_AMPERSAND_NOT_FOLLOWED_BY_VAR_OR_VARARG) && $scope->type => 'type',
            $token->is(AMPERSANDS) => $operand && !$scope->type ? 'binary' : 'unary',
            default => $token->role,
        };
    }

    private function colon(?Token $before): string
    {
        $scope = $this->scope;
        return match (true) {
            $scope->word === 'closure' && $scope->signature && $before->is(')') => 'return',
            $scope->ternaries > 0 => 'ternary',
            $scope->holdsStatements() && in_array($scope->word, ['control', 'switch'], true) => 'block',
            $scope->word === 'label', $scope->holdsStatements() && $scope->word === '' => 'label',
            $scope->word === 'function' => 'return',
            default => 'name',
        };
    }

    private function separate(?Token $before, Token $token, int $at, ?Scope $closed): void
    {
        $breaks = $before === null ? 0 : min(2, $token->breaks());
        $trails = $token->is(COMMENTS) && $breaks === 0;
        if ($this->must && !$trails) {
            $breaks = max(1, $breaks);
        }
        $this->must = $this->must && $trails;
        $opens = $token->is('{') ? $this->brace($this->last, $at) : null;
        if ($before?->is(['(', '[', '{', T_ATTRIBUTE]) || $closed !== null) {
            $breaks = min(1, $breaks);
        }
        if ($closed?->breaks() && !$before->is([T_OPEN_TAG, T_OPEN_TAG_WITH_ECHO])) {
            $breaks = $before->is('{') ? 0 : 1;
        }
        if ($opens === 'below') {
            $breaks = 1;
        } elseif ($opens !== null || $token->is([',', ';']) || $before?->is('}') && $closed === null && $this->continues($token)) {
            $breaks = 0;
        }
        if ($before?->endsLine()) {
            $breaks = max(1, $breaks);
        }
        if ($breaks > 0) {
            $this->break($breaks, $this->lineIndent($before, $token, $at, $closed, $opens));
        } elseif ($before !== null) {
            $this->line .= space($this->line, $before, $token, $this->scope, $closed, $opens);
        }
    }

    private function break(int $breaks, int $indent): void
    {
        $this->out .= rtrim($this->line, " \t") . str_repeat("\n", $breaks);
        $this->line = str_repeat(' ', $indent);
        $this->indent = $indent;
    }

    /** Where an opening brace comes: below what it belongs to, behind it, or in an expression. */
    private function brace(?Token $before, int $at): ?string
    {
        return match (true) {
            $before?->is([T_OBJECT_OPERATOR, T_NULLSAFE_OBJECT_OPERATOR, T_DOUBLE_COLON, T_NS_SEPARATOR, '$']) => 'inner',
            $this->scope->fresh => null,
            // PER-CS: an empty body is {}.
            ($this->tokens[$at + 1] ?? null)?->is('}') => 'behind',
            $this->scope->word === 'class' => 'below',
            // A list of parameters on several lines ends in a line of its own.
            $this->scope->word === 'function' => preg_match('/^ *\)/', $this->line) ? 'behind' : 'below',
            default => 'behind',
        };
    }

    private function continues(Token $token): bool
    {
        return $token->is([T_ELSE, T_ELSEIF, T_CATCH, T_FINALLY]) || $token->is(T_WHILE) && $this->scope->word === 'do';
    }

    private function lineIndent(Token $before, Token $token, int $at, ?Scope $closed, ?string $opens): int
    {
        $scope = $this->scope;
        if ($closed !== null) {
            return $closed->outer;
        }
        if (in_array($opens, ['below', 'behind'], true)) {
            return $scope->wordIndent;
        }
        if (!$scope->holdsStatements()) {
            return $scope->inner + ($scope->fresh || $scope->kind === 'group' ? 0 : STEP);
        }
        $next = $token;
        while ($next?->is(COMMENTS)) {
            $next = $this->tokens[++$at] ?? null;
        }
        $labelled = $scope->kind === 'switch' && $scope->labelled && !$next?->is([T_CASE, T_DEFAULT, '}']);
        return $scope->inner + ($labelled ? STEP : 0) + ($scope->fresh ? 0 : STEP);
    }

    /** What a token changes for those after it. */
    private function follow(?Token $before, Token $token, int $at, ?Scope $closed): void
    {
        $scope = $this->scope;
        if ($token->is(COMMENTS)) {
            return;
        }
        if ($scope->signature && $token->is([T_FUNCTION, T_FN]) || $token->is([T_CLASS, T_INTERFACE, T_TRAIT, T_ENUM, T_MATCH, T_SWITCH, T_DO, ...CONTROL])
            || $scope->fresh) {
            $scope->wordIndent = $this->indent;
        }
        $fresh = $scope->fresh;
        $scope->fresh = false;
        $scope->labelled = $scope->labelled || $scope->word === 'label';
        switch (true) {
            case $token->is([T_ATTRIBUTE, '(', '[']):
                $this->open($token, $before, $fresh);
                break;
            case $token->is('{'):
                $this->openBrace($before, $at, $fresh);
                break;
            case $token->is([')', ']', '}']):
                $this->close($closed);
                break;
            case $closed !== null && $token->is(ENDS):
                break;
            case $token->is(';') && $scope->holdsStatements():
                $scope->finish();
                $this->must = $scope->breaks();
                break;
            case $token->is(',') && $scope->kind === 'list':
                $scope->fresh = true;
                $scope->type = $scope->role === 'parameters';
                $scope->ternaries = 0;
                break;
            case $token->is('='):
            case $token->is(T_DOUBLE_ARROW):
                $scope->type = $scope->signature = false;
                break;
            case $token->is('?') && $token->role === 'ternary':
                $scope->ternaries++;
                break;
            case $token->is(':'):
                $this->followColon($token);
                break;
        }
    }

    private function followColon(Token $token): void
    {
        $scope = $this->scope;
        if ($token->role === 'ternary') {
            $scope->ternaries--;
        } elseif ($token->role === 'return') {
            $scope->type = true;
            $scope->signature = false;
        } elseif ($token->role === 'label') {
            $scope->finish();
            $this->must = true;
        } elseif ($token->role === 'block') {
            $kind = $scope->word === 'switch' ? 'switch' : 'block';
            $this->push(new Scope($kind, $scope->wordIndent, $scope->wordIndent + STEP, role: 'colon'));
            $this->must = true;
        }
    }

    private function open(Token $token, ?Token $before, bool $fresh): void
    {
        $scope = $this->scope;
        [$kind, $role] = match (true) {
            $token->is(T_ATTRIBUTE) => ['list', $fresh ? 'attribute' : ''],
            $token->is('[') => ['list', ''],
            $before?->is(T_DECLARE) => ['group', 'declare'],
            $scope->signature && !$before?->is(T_USE) => ['list', 'parameters'],
            $before?->is(CONTROL) || $before?->is([T_SWITCH]) => ['group', 'control'],
            $before?->isOperand() || $before?->is([...CALLED, T_USE]) => ['list', ''],
            default => ['group', ''],
        };
        $this->push(new Scope($kind, $this->indent, $this->indent + STEP, role: $role));
        $this->scope->type = $role === 'parameters';
    }

    private function openBrace(?Token $before, int $at, bool $fresh): void
    {
        $scope = $this->scope;
        $scope->type = $scope->signature = false;
        $outer = $fresh ? $this->indent : $scope->wordIndent;
        [$kind, $ends, $role] = match (true) {
            $before?->is([T_OBJECT_OPERATOR, T_NULLSAFE_OBJECT_OPERATOR, T_DOUBLE_COLON, T_NS_SEPARATOR, '$']) => ['list', false, 'inner'],
            $scope->word === 'match' => ['list', false, ''],
            $scope->word === 'class', $scope->word === 'anonymous' => ['class', $scope->word === 'class', ''],
            $scope->word === 'closure', $scope->word === 'do' => ['block', false, ''],
            $scope->word === 'switch' => ['switch', true, ''],
            $scope->kind !== 'block' && !$fresh && $scope->word === '' => ['hooks', true, $this->isShort($at) ? 'short' : ''],
            default => ['block', true, ''],
        };
        $this->push(new Scope($kind, $outer, $outer + STEP, $ends, $role));
        $this->scope->type = $kind === 'class';
        $this->must = $this->scope->breaks();
    }

    /** Whether there are no braces within those that open. */
    private function isShort(int $at): bool
    {
        do {
            $at++;
        } while (!$this->tokens[$at]->is(['{', '}']));
        return $this->tokens[$at]->is('}');
    }

    private function close(Scope $closed): void
    {
        $scope = $this->scope;
        if ($closed->role === 'attribute') {
            $scope->fresh = true;
        }
        if ($closed->ends) {
            if ($scope->kind === 'list') {
                return;
            }
            $scope->finish();
            $this->must = $scope->breaks();
        } else {
            $this->must = false;
        }
    }

    private function push(Scope $scope): void
    {
        $this->scopes[] = $this->scope = $scope;
    }
}
