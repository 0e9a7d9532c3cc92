// Package selector implements Smithy selectors, the language that names sets of shapes of a model ("Selectors" in the
// specification): [Parse] reads one, and [Selector.Select], [Selector.MatchesOne], [Selector.From] and [Selector.EachMatch]
// ask it of a model.
//
// Shapes and members are sent through a selector together, as sets, so that its cost grows with the model's size and not
// with the number of paths through it. Only selectors that use variables are followed one starting shape at a time.
package selector

import (
	"errors"

	"github.com/smithwright/smithwright/internal/shape"
)

// Selector is a parsed selector. It is immutable and safe for concurrent use, and belongs to no model.
type Selector struct {
	text  string
	steps seq
	// filter says that the selector decides on a shape by its type and the names of its traits.
	filter bool
	// contextual says that the selector uses variables.
	contextual bool
	predicates int // number of them in the selector
	roots      []seq
}

// String returns the text that the selector was parsed from.
func (s *Selector) String() string { return s.text }

// ErrCost says that a selector takes too much work on a model to be followed to its end.
var ErrCost = errors.New("the selector takes too long on a model of this size: make it simpler")

// Select returns the shapes and members of env's model that the selector yields, sorted by id, those of the prelude and of
// other built-in definitions among them. The error is ErrCost or nil.
func (s *Selector) Select(env *Env) ([]shape.Subject, error) {
	found, err := env.all(s)
	if err != nil {
		return nil, err
	}
	return env.subjects(found)
}

// MatchesOne reports whether a shape or member of env's model is among those that [Selector.Select] returns. The answer for
// the whole model is kept in env, so that asking again costs next to nothing. A selector that is too costly to follow
// (ErrCost) matches everything, since nothing can be said against it.
func (s *Selector) MatchesOne(env *Env, subject shape.Subject) bool {
	if len(s.steps) == 0 {
		return true
	}
	if s.filter {
		return s.steps.keep(subject)
	}
	found, err := env.all(s)
	if err != nil {
		return true
	}
	i, ok := env.graph.Index(subject)
	return ok && found.has(i)
}

// From returns what the selector yields for one shape or member alone, sorted by id: the shapes that a validator of
// smithy.api#traitValidators finds below the one that its trait is applied to. Nothing starts from a subject that is not part
// of env's model. The error is ErrCost or nil.
func (s *Selector) From(env *Env, start shape.Subject) ([]shape.Subject, error) {
	number, ok := env.graph.Index(start)
	if !ok {
		return nil, nil
	}
	e := env.newEval(s)
	defer env.settle(e)
	size := env.graph.Len()
	found := newSet(size)
	if s.contextual {
		s.steps.push(e, number, func(i int32) bool {
			found.add(i)
			return e.spend(1)
		})
	} else {
		from := newSet(size)
		from.add(number)
		found = s.steps.image(e, from)
	}
	if err := e.err(); err != nil {
		return nil, err
	}
	return env.subjects(found)
}

// Match is one result of a selector with the variables as they were when it was yielded. It is valid until the function that
// it was given to returns.
type Match struct {
	Subject shape.Subject
	eval    *eval
}

// matchWork is what a match with variables costs, since something is done with it. There is one for each way through the model.
const matchWork = 100

// EachMatch calls visit for each match: sorted by id if the selector has no variables, and otherwise in the order of the
// starting shapes, with one match for each way in which a shape was found. The error is ErrCost or nil.
func (s *Selector) EachMatch(env *Env, visit func(Match)) error {
	if !s.contextual {
		found, err := s.Select(env)
		e := env.newEval(s)
		defer env.settle(e)
		for _, subject := range found {
			visit(Match{subject, e})
		}
		return err
	}
	e := env.newEval(s)
	defer env.settle(e)
	for i := range int32(env.graph.Len()) {
		clear(e.vars)
		if !s.steps.push(e, i, func(j int32) bool {
			visit(Match{env.graph.Subject(j), e})
			return e.spend(matchWork)
		}) {
			break
		}
	}
	return e.err()
}
