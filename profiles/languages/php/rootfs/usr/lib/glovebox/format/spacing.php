<?php

/** What comes between two tokens of a line, the text of which so far is $line. */
function space(string $line, Token $before, Token $token, Scope $scope, ?Scope $closed, ?string $opens): string
{
    $kept = $token->gap === '' ? '' : ' ';
    return match (true) {
        trim(substr($line, -1)) === '' => '',
        $before->is([T_OPEN_TAG, T_OPEN_TAG_WITH_ECHO]) => ' ',
        $token->is(COMMENTS) => $token->gap ?: ($before->is(['(', '[']) ? '' : ' '),
        $token->is([',', ';', ')', ']', T_OBJECT_OPERATOR, T_NULLSAFE_OBJECT_OPERATOR, T_DOUBLE_COLON, T_NS_SEPARATOR]) => '',
        $before->is(COMMENTS) => $kept,
        $before->is(['(', '[', '!', '~', '@', '$', T_ATTRIBUTE, T_ELLIPSIS]),
        $before->is([T_OBJECT_OPERATOR, T_NULLSAFE_OBJECT_OPERATOR, T_DOUBLE_COLON, T_NS_SEPARATOR]),
        in_array($before->role, ['unary', 'type'], true), in_array($token->role, ['postfix', 'type'], true) => '',
        $token->is(':') => $token->role === 'ternary' && $before->role !== 'ternary' ? ' ' : '',
        $token->is('}') => $before->is('{') || $closed->role === 'inner' ? '' : ' ',
        $before->is('{') => $scope->role === 'inner' ? '' : ' ',
        $opens === 'inner' => '',
        $token->is('(') && $before->is([T_FN, T_PRINT, T_INCLUDE, T_INCLUDE_ONCE, T_REQUIRE, T_REQUIRE_ONCE]) => $kept,
        $token->is('(') => $before->isOperand() || $before->is(CALLED) ? '' : ' ',
        $token->is('[') => $before->isOperand() ? '' : ' ',
        ($token->is('=') || $before->is('=')) && $scope->role === 'declare' => '',
        default => ' ',
    };
}

/** A token as it is written in a line with that indent. */
function text(?Token $before, Token $token, ?Token $next, int $indent): string
{
    $text = $token->text;
    if ($token->is(COMMENTS)) {
        // The stars of its lines stay below each other.
        $lines = explode("\n", $text);
        $starred = array_filter(array_slice($lines, 1), fn ($line) => str_starts_with(ltrim($line), '*'));
        if (count($starred) < count($lines) - 1) {
            return $text;
        }
        $lead = str_repeat(' ', $indent + 1);
        return implode("\n$lead", array_map(fn ($line, $n) => $n === 0 ? rtrim($line) : trim($line), $lines, array_keys($lines)));
    }
    if (preg_match('/^\(\s*[a-z]+\s*\)$/i', $text)) {
        return strtolower(preg_replace('/\s+/', '', $text));
    }
    $named = $token->is(T_STRING) && preg_match('/^(true|false|null)$/i', $text)
        && !$before?->is([T_OBJECT_OPERATOR, T_NULLSAFE_OBJECT_OPERATOR, T_DOUBLE_COLON, T_FUNCTION, T_CONST, T_CASE])
        && !$next?->is(['(', ':']);
    $keyword = !$token->is([...OPERANDS, T_INLINE_HTML]) && preg_match('/^[a-z]+$/i', $text);
    return $named || $keyword ? strtolower($text) : $text;
}
