package pattern

// This file changes trees without changing which values they match. Only whether a value matches counts, never where.

// maxCopies bounds how often trim writes a part out.
const maxCopies = 1000

// tidy drops what no engine needs: repeats of positions and of nothing, captures that nothing refers to, and possessive
// quantifiers that behave like greedy ones.
func tidy(n node) node {
	keepGroups := holds(n, func(n node) bool { _, is := n.(*backreference); return is })
	return tidied(n, keepGroups)
}

func tidied(n node, keepGroups bool) node {
	switch n := n.(type) {
	case *sequence:
		return tidySequence(n, keepGroups)
	case *choice:
		return tidyChoice(n, keepGroups)
	case *group:
		body := tidied(n.body, keepGroups)
		if keepGroups {
			return &group{body, n.number}
		}
		return body
	case *atomic:
		return tidyAtomic(tidied(n.body, keepGroups), nil)
	case *repeat:
		return tidyRepeat(&repeat{tidied(n.body, keepGroups), n.low, n.high, n.lazy})
	case *look:
		return &look{tidied(n.body, keepGroups), n.behind, n.negated}
	}
	return n
}

func tidySequence(n *sequence, keepGroups bool) node {
	tidy := make([]node, len(n.parts))
	for i, part := range n.parts {
		tidy[i] = tidied(part, keepGroups)
	}
	var parts []node
	for i, part := range tidy {
		if a, is := part.(*atomic); is && i+1 < len(tidy) {
			part = tidyAtomic(a.body, tidy[i+1])
		}
		if inner, is := part.(*sequence); is {
			parts = append(parts, inner.parts...)
			continue
		}
		parts = append(parts, part)
	}
	return inSequence(parts)
}

// tidyChoice makes one class of a choice between single characters.
func tidyChoice(n *choice, keepGroups bool) node {
	parts := make([]node, len(n.parts))
	all := &charClass{}
	for i, part := range n.parts {
		parts[i] = tidied(part, keepGroups)
		_, captures := parts[i].(*group)
		class, one := oneCharacter(parts[i])
		if one && !captures && all != nil {
			all.add(class)
		} else {
			all = nil
		}
	}
	if all != nil {
		return all.finish().normal()
	}
	return &choice{parts}
}

func tidyRepeat(n *repeat) node {
	switch n.body.(type) {
	case *assertion, *look:
		if n.low == 0 {
			return &sequence{}
		}
		return n.body
	}
	switch {
	case n.high == 0:
		return &sequence{}
	case n.low == 1 && n.high == 1:
		return n.body
	}
	return n
}

// tidyAtomic returns body itself where giving characters back could not help to match what follows: it always matches
// as many characters, or what follows cannot begin with a character that body repeats.
func tidyAtomic(body, next node) node {
	r, is := body.(*repeat)
	if !is {
		if _, one := oneCharacter(body); one {
			return body
		}
		return &atomic{body}
	}
	class, one := oneCharacter(r.body)
	switch {
	case one && r.low == r.high:
		return r
	case one && next != nil && excludes(next, class):
		return r
	}
	return &atomic{body}
}

// excludes reports whether next can only match where no character of class stands.
func excludes(next node, class *charClass) bool {
	switch n := next.(type) {
	case *assertion:
		return n.kind == textEnd
	case *repeat:
		return n.low > 0 && excludes(n.body, class)
	case *atomic:
		return excludes(n.body, class)
	}
	first, one := oneCharacter(next)
	return one && len(first.set().intersect(class.set())) == 0
}

// trim shortens the repeats at both ends of a pattern to their least counts: a search finds [a-z]{1,500} where it finds
// [a-z]. Patterns with back references must not be trimmed.
func trim(n node) node {
	switch n := n.(type) {
	case *choice:
		parts := make([]node, len(n.parts))
		for i, part := range n.parts {
			parts[i] = trim(part)
		}
		return &choice{parts}
	case *sequence:
		parts := n.parts
		for len(parts) > 0 {
			least, done := leastOf(parts[0])
			parts = append(least, parts[1:]...)
			if done {
				break
			}
		}
		for len(parts) > 0 {
			least, done := leastOf(parts[len(parts)-1])
			parts = append(parts[:len(parts)-1:len(parts)-1], least...)
			if done {
				break
			}
		}
		return inSequence(parts)
	case *repeat:
		return trim(&sequence{[]node{n}})
	}
	return n
}

// leastOf is what must be found of a part at the end of a pattern. It is not done if the part may be missing altogether,
// so that its neighbour becomes the end.
func leastOf(n node) (least []node, done bool) {
	r, is := n.(*repeat)
	switch {
	case !is || r.low > maxCopies:
		return []node{n}, true
	case r.low == 0:
		return nil, false
	}
	return []node{tidyRepeat(&repeat{body: r.body, low: r.low, high: r.low})}, true
}

// counted takes apart a pattern that is one set of characters repeated from start to end: ^[set]{low,high}$. Such a
// value can be checked by its length and by the short pattern ^[set]*$.
func counted(n node) (class *charClass, low, high int, ok bool) {
	s, is := n.(*sequence)
	if !is || len(s.parts) != 3 || !isAssertion(s.parts[0], textStart) || !isAssertion(s.parts[2], textEnd) {
		return nil, 0, 0, false
	}
	r, is := s.parts[1].(*repeat)
	if !is {
		return nil, 0, 0, false
	}
	class, ok = oneCharacter(r.body)
	return class, r.low, r.high, ok
}

func isAssertion(n node, kind assertionKind) bool {
	a, is := n.(*assertion)
	return is && a.kind == kind
}
