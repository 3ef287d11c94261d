package Stack;
use strict;
use warnings;
use Carp qw(croak);

sub new {
    my ($class) = @_;
    return bless { items => [] }, $class;
}

sub push {
    my ( $self, $item ) = @_;
    CORE::push @{ $self->{items} }, $item;
    return $self;
}

sub pop {
    my ($self) = @_;
    croak 'the stack is empty' if $self->is_empty;
    return CORE::pop @{ $self->{items} };
}

sub is_empty {
    my ($self) = @_;
    return !@{ $self->{items} };
}

1;
