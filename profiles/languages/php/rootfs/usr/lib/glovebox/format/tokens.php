<?php

const NAMES = [T_STRING, T_NAME_QUALIFIED, T_NAME_FULLY_QUALIFIED, T_NAME_RELATIVE];
const OPERANDS = [
    ...NAMES, T_VARIABLE, T_LNUMBER, T_DNUMBER, T_CONSTANT_ENCAPSED_STRING, T_START_HEREDOC,
    T_CLASS_C, T_DIR, T_FILE, T_FUNC_C, T_LINE, T_METHOD_C, T_NS_C, T_TRAIT_C,
];
const CALLED = [
    T_ARRAY, T_CLASS, T_DECLARE, T_EMPTY, T_EVAL, T_EXIT, T_ISSET, T_LIST, T_STATIC, T_UNSET,
];
const CONTROL = [T_CATCH, T_DECLARE, T_ELSE, T_ELSEIF, T_FINALLY, T_FOR, T_FOREACH, T_IF, T_TRY, T_WHILE];
const ENDS = [T_ENDDECLARE, T_ENDFOR, T_ENDFOREACH, T_ENDIF, T_ENDSWITCH, T_ENDWHILE];
const COMMENTS = [T_COMMENT, T_DOC_COMMENT];
const AMPERSANDS = [T_AMPERSAND_FOLLOWED_BY_VAR_OR_VARARG, T_AMPERSAND_NOT_FOLLOWED_BY_VAR_OR_VARARG];

final class Token extends PhpToken
{
    /** White space before it. */
    public string $gap = '';
    /** What a sign with several meanings is here. */
    public string $role = '';

    public function breaks(): int
    {
        return substr_count($this->gap, "\n");
    }

    /** Nothing may follow it in its line. */
    public function endsLine(): bool
    {
        return $this->id === T_COMMENT && !str_starts_with($this->text, '/*');
    }

    public function isOperand(): bool
    {
        return $this->is(OPERANDS) || in_array($this->role, ['postfix', 'string'], true)
            || $this->is([')', ']', '}']) && $this->role !== 'control';
    }
}

/** Without white space, and with strings and what they hold in one piece. */
function tokens(string $code): array
{
    $tokens = [];
    $gap = '';
    $closers = [];
    foreach (Token::tokenize($code, TOKEN_PARSE) as $token) {
        $inside = $closers !== [];
        $opens = match (true) {
            $token->is(T_START_HEREDOC) => T_END_HEREDOC,
            $token->is(['"', '`']) && !$token->is(end($closers) ?: []) => $token->id,
            $inside && $token->is([T_CURLY_OPEN, T_DOLLAR_OPEN_CURLY_BRACES, '{']) => '}',
            default => null,
        };
        if ($opens !== null) {
            $closers[] = $opens;
        } elseif ($inside && $token->is(end($closers))) {
            array_pop($closers);
        }
        if ($inside) {
            end($tokens)->text .= $token->text;
        } elseif ($token->is(T_WHITESPACE)) {
            $gap .= $token->text;
        } else {
            $token->gap = $gap;
            $token->role = $opens !== null ? 'string' : '';
            $gap = '';
            if ($token->is([T_OPEN_TAG, T_COMMENT])) {
                $text = rtrim($token->text);
                $gap = substr($token->text, strlen($text));
                $token->text = $text;
            }
            $tokens[] = $token;
        }
    }
    return $tokens;
}

/** The text of a token apart from what may change of it. */
function essence(Token $token): string
{
    return match (true) {
        $token->is(COMMENTS) => preg_replace('/\s+/', ' ', $token->text),
        $token->is([T_INLINE_HTML, T_VARIABLE, T_CONSTANT_ENCAPSED_STRING]) || $token->role === 'string' => $token->text,
        $token->is(NAMES) && !preg_match('/^(true|false|null)$/i', $token->text) => $token->text,
        default => strtolower(preg_replace('/\s+/', '', $token->text)),
    };
}
