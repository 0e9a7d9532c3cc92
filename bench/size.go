// Row d: the size of a program that makes one call.

package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
)

// sizeBar is what a client may add to a program that uses net/http alone.
const sizeBar = 1_500_000

// measureSize links one-call programs with the flags that go build has by default.
func measureSize(ctx context.Context, w *workspace, _ int) (report, error) {
	base, err := w.link(ctx, onecall+"nethttp")
	if err != nil {
		return report{}, err
	}
	peer, err := w.link(ctx, onecall+"peer")
	if err != nil {
		return report{}, err
	}
	r := report{rows: []row{{what: "(d) net/http alone: size", ours: size(base.bytes), peer: size(base.bytes)}}}
	add := func(what, pkg string, ours program) {
		more, peerMore := ours.bytes-base.bytes, peer.bytes-base.bytes
		r.rows = append(r.rows, row{
			what: "(d) " + what + ": beyond that",
			ours: size(more), peer: size(peerMore), ratio: ratio(float64(more) / float64(peerMore)),
			bar: "≤ " + size(sizeBar), holds: atMost(float64(more), sizeBar),
		})
		r.notes = append(r.notes, linked(what, pkg, ours, base))
	}
	ours, err := w.link(ctx, onecall+"ours")
	if err != nil {
		return report{}, err
	}
	add("one call", "github.com/smithwright/smithwright/generated/lambda", ours)
	if w.full {
		if ours, err = w.linkOneCall(ctx, lambdaCall); err != nil {
			return report{}, err
		}
		add("one call, of the full model's client", oursFull+lambdaCall.pkg, ours)
	}
	return r, nil
}

func size(n int64) string { return fmt.Sprintf("%.2f MB", float64(n)/1e6) }

// program is a linked one.
type program struct {
	bytes   int64
	symbols []symbol
}

// symbol is one of a program's, with the package that it is from.
type symbol struct {
	name string
	pkg  string
	size int64
}

// onecall is where the programs are that make one call.
const onecall = "./internal/onecall/"

// link builds the program of a package and reads its symbols.
func (w *workspace) link(ctx context.Context, pkg string) (program, error) {
	file, err := w.build(ctx, "onecall-"+path.Base(pkg), pkg, "")
	if err != nil {
		return program{}, err
	}
	info, err := os.Stat(file)
	if err != nil {
		return program{}, err
	}
	listed, err := w.run(ctx, "go", "tool", "nm", "-size", file)
	if err != nil {
		return program{}, err
	}
	return program{info.Size(), parseSymbols(listed.stdout)}, nil
}

// parseSymbols reads lines of an address, a size, a letter and a name. What takes no room in the file is left out.
func parseSymbols(nm []byte) []symbol {
	var symbols []symbol
	for s := bufio.NewScanner(bytes.NewReader(nm)); s.Scan(); {
		fields := strings.Fields(s.Text())
		if len(fields) < 4 || strings.EqualFold(fields[2], "b") || fields[2] == "U" {
			continue
		}
		n, err := strconv.ParseInt(fields[1], 10, 64)
		if err != nil {
			continue
		}
		name := strings.Join(fields[3:], " ")
		symbols = append(symbols, symbol{name, packageOf(name), n})
	}
	return symbols
}

// packageOf cuts the package's path from a symbol's name.
func packageOf(name string) string {
	if head, _, ok := strings.Cut(name, ":"); ok && !strings.ContainsAny(head, "./") {
		return head + ":"
	}
	name, _, _ = strings.Cut(name, "[")
	slash := strings.LastIndexByte(name, '/') + 1
	dot := strings.IndexByte(name[slash:], '.')
	if dot < 0 {
		return "(other)"
	}
	return name[:slash+dot]
}

// listedPackages is how many packages a note names.
const listedPackages = 15

// linked tells what of the generated package is in a program, and which packages make it larger than base.
func linked(what, pkg string, p, base program) string {
	tables, total, inits := 0, 0, 0
	more := map[string]int64{}
	for _, s := range p.symbols {
		more[s.pkg] += s.size
		switch name, ok := strings.CutPrefix(s.name, pkg+"."); {
		case !ok:
		case strings.HasPrefix(name, "schema") || strings.HasPrefix(name, "list") || strings.HasPrefix(name, "map"):
			tables++
		case name == "init" || strings.HasPrefix(name, "init."):
			inits++
		}
		if s.pkg == pkg {
			total++
		}
	}
	for _, s := range base.symbols {
		more[s.pkg] -= s.size
	}
	names := make([]string, 0, len(more))
	for name := range more {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if c := int(more[b] - more[a]); c != 0 {
			return c
		}
		return strings.Compare(a, b)
	})
	var b strings.Builder
	fmt.Fprintf(&b, "(d) %s: of the generated package %d symbols are linked, %d tables and %d init functions among them.\n", what, total, tables, inits)
	fmt.Fprintf(&b, "The packages with the most symbols beyond those of net/http alone, in bytes:\n\n")
	for _, name := range names[:min(len(names), listedPackages)] {
		fmt.Fprintf(&b, "%9d  %s\n", more[name], name)
	}
	return b.String()
}
