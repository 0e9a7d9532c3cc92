// Reading what a server asks for in WWW-Authenticate.

package httpauth

import (
	"slices"
	"strings"
)

// challenge is one way that a server offers. The names of its parameters are in lower case; the last of those that are there
// twice counts.
type challenge struct {
	scheme string // in lower case
	params []param
}

type param struct{ name, value string }

// get returns a parameter's value; empty where it is not there.
func (c *challenge) get(name string) string {
	for i := len(c.params) - 1; i >= 0; i-- {
		if c.params[i].name == name {
			return c.params[i].value
		}
	}
	return ""
}

// has reports whether a parameter is there.
func (c *challenge) has(name string) bool {
	return slices.ContainsFunc(c.params, func(p param) bool { return p.name == name })
}

// is reports whether a parameter has the value true.
func (c *challenge) is(name string) bool { return strings.EqualFold(c.get(name), "true") }

// maxChallenges and maxParams are more than any server sends; what comes behind is not read.
const (
	maxChallenges = 16
	maxParams     = 32
)

// challenges reads the values of WWW-Authenticate, by the grammar of RFC 9110, section 11.6.1: schemes and parameters, with
// commas between both. A word that an equals sign follows is a parameter of the scheme before it. What does not fit is left
// out up to the next comma.
func challenges(values []string) []challenge {
	var all []challenge
	for _, text := range values {
		first := len(all)
		for s := (scanner{text}); s.next(); {
			word := s.token()
			s.skip(" \t")
			switch {
			case word == "":
				s.drop()
			case !strings.HasPrefix(s.text, "="):
				if len(all) == maxChallenges {
					return all
				}
				all = append(all, challenge{scheme: strings.ToLower(word)})
			default:
				s.text = s.text[1:]
				s.skip(" \t")
				value, ok := s.value()
				if !ok {
					s.drop()
				} else if last := len(all) - 1; last >= first && len(all[last].params) < maxParams {
					all[last].params = append(all[last].params, param{strings.ToLower(word), value})
				}
			}
		}
	}
	return all
}

// scanner takes a header's value apart from its beginning.
type scanner struct{ text string }

func (s *scanner) skip(set string) { s.text = strings.TrimLeft(s.text, set) }

// token takes a token of RFC 9110; empty if there is none.
func (s *scanner) token() string {
	n := 0
	for n < len(s.text) && tokenByte(s.text[n]) {
		n++
	}
	token := s.text[:n]
	s.text = s.text[n:]
	return token
}

func tokenByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("!#$%&'*+-.^_`|~", c) >= 0
}

// next goes on to what follows a comma or a space, if anything does.
func (s *scanner) next() bool {
	s.skip(" \t,")
	return s.text != ""
}

// drop passes over what is neither a scheme nor a parameter, up to the next comma.
func (s *scanner) drop() { _, s.text, _ = strings.Cut(s.text, ",") }

// value takes a token or a quoted string.
func (s *scanner) value() (string, bool) {
	if !strings.HasPrefix(s.text, `"`) {
		value := s.token()
		return value, value != ""
	}
	var b strings.Builder
	for i := 1; i < len(s.text); i++ {
		switch c := s.text[i]; c {
		case '"':
			s.text = s.text[i+1:]
			return b.String(), true
		case '\\':
			if i++; i < len(s.text) {
				b.WriteByte(s.text[i])
			}
		default:
			b.WriteByte(c)
		}
	}
	return "", false
}
