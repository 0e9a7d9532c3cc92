// Endpoints: what Go refuses and rules allow: variables that nobody reads. A rule may assign one that it does not use, or uses
// only where the answer is known without.

package plan

import (
	"go/scanner"
	"go/token"
	"slices"
	"strings"
)

// prune takes the definitions out of statements whose variables nothing behind them reads.
func prune(list []RuleStmt) []RuleStmt {
	read, _ := pruned(list)
	return read
}

// pruned is prune, and the names that what is left reads.
func pruned(list []RuleStmt) ([]RuleStmt, map[string]bool) {
	read := map[string]bool{}
	var kept []RuleStmt
	for _, s := range slices.Backward(list) {
		if s.Kind == RuleText {
			if s.Text = defined(s.Text, read); s.Text == "" {
				continue
			}
		}
		if s.Kind == RuleIf || s.Kind == RuleBlock {
			var inner map[string]bool
			if s.Body, inner = pruned(s.Body); len(s.Body) == 0 {
				continue // nothing depends on it, and asking changes nothing
			}
			for _, cond := range s.Conds {
				namesIn(cond, inner)
			}
			if s.Init != "" {
				s.Init = defined(s.Init, inner)
			}
			for name := range inner {
				read[name] = true
			}
		}
		for _, text := range []string{s.Init, s.Text} {
			namesIn(text, read)
		}
		if r := s.Result; r != nil {
			for _, text := range []string{r.URL, r.Headers, r.Auth, r.Properties} {
				namesIn(text, read)
			}
		}
		kept = append(kept, s)
	}
	slices.Reverse(kept)
	return kept, read
}

// defined is a statement that sets only those of its variables which are read; empty if none is. Statements that set none
// stay as they are.
func defined(text string, read map[string]bool) string {
	head, set := "", text
	if strings.HasPrefix(text, "if ") { // see firstOf
		at := strings.Index(text, "\n") + 1
		head, set = text[:at], text[at:]
	}
	left, right, found := strings.Cut(set, " = ")
	equals := " = "
	if l, r, defines := strings.Cut(set, " := "); defines && (!found || len(l) < len(left)) {
		left, right, found, equals = l, r, true, " := "
	}
	names := strings.Split(left, ", ")
	if !found || !slices.ContainsFunc(names, token.IsIdentifier) {
		return text
	}
	any := false
	for i, name := range names {
		if name != "_" && read[name] {
			any = true
		} else {
			names[i] = "_"
		}
	}
	if !any {
		return ""
	}
	return head + strings.Join(names, ", ") + equals + right
}

// namesIn adds the names to a set that a piece of Go has.
func namesIn(text string, names map[string]bool) {
	var s scanner.Scanner
	src := []byte(text)
	s.Init(token.NewFileSet().AddFile("", -1, len(src)), src, nil, 0)
	for {
		switch _, tok, name := s.Scan(); tok {
		case token.EOF:
			return
		case token.IDENT:
			names[name] = true
		}
	}
}
