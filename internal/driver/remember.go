// This file keeps what a run made of a model, so that the next one need not make it again to see that nothing changes. Kept
// are not the generated files but their hashes: a model counts as made only if its folder holds them to the byte.

package driver

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/smithwright/smithwright/internal/cache"
	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/source"
)

// CacheVariable is the environment variable that says where the cache is: a folder, or "off".
const CacheVariable = "SMITHWRIGHT_CACHE"

// CacheFolder is the folder of the cache as the environment has it: that of [CacheVariable], or smithwright in the user's
// folder for caches; "" for none.
func CacheFolder() string {
	switch dir := os.Getenv(CacheVariable); dir {
	case "off":
		return ""
	case "":
	default:
		return dir
	}
	user, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(user, "smithwright")
}

// memory is what a run knows of earlier ones. The nil memory knows nothing.
type memory struct {
	cache   *cache.Cache
	program func() (hash []byte, err error)
	added   atomic.Bool // something was kept
}

// remember opens the cache in a folder; "" is for none.
func remember(dir string) *memory {
	c := cache.Open(dir)
	if c == nil {
		return nil
	}
	m := &memory{cache: c, program: sync.OnceValues(hashProgram)}
	go func() { _, _ = m.program() }() // It takes as long as reading a model or two.
	return m
}

// close ends a run: what it kept must not make the folder grow without bound.
func (m *memory) close() {
	if m != nil && m.added.Load() {
		_ = m.cache.Trim() // The next run tries again.
	}
}

// hashProgram hashes the program that runs. A change of it may change what it makes of a model, and neither a version nor the
// file's time tells: go run builds the same program anew, and a developer another one under the same version.
func hashProgram() ([]byte, error) {
	name := "/proc/self/exe" // on Linux: the program itself, even if its file was replaced since
	file, err := os.Open(name)
	if err != nil {
		if name, err = os.Executable(); err != nil {
			return nil, err
		}
		if file, err = os.Open(name); err != nil {
			return nil, err
		}
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return nil, err
	}
	return sum.Sum(nil), nil
}

// key is the hash of all that a package is made of: the program, the request, and the files of the model with the names by
// which diagnostics call them. ok is false where there is no memory.
func (m *memory) key(model string, files []*source.File, t target) (key cache.Key, ok bool) {
	if m == nil {
		return key, false
	}
	program, err := m.program()
	if err != nil {
		return key, false
	}
	sum := sha256.New()
	part(sum, program)
	part(sum, fmt.Appendf(nil, "%q %#v", model, t))
	for _, f := range files {
		part(sum, []byte(f.Name))
		part(sum, f.Text)
	}
	sum.Sum(key[:0])
	return key, true
}

// part adds a part to a hash so that no two lists of parts look the same.
func part(sum hash.Hash, text []byte) {
	_, _ = sum.Write(binary.LittleEndian.AppendUint64(nil, uint64(len(text))))
	_, _ = sum.Write(text)
}

// memo is what is kept of a package.
type memo struct {
	Package            string
	Operations, Shapes int
	Files              []memoFile
	Findings           []memoFinding
}

type memoFile struct {
	Name string
	Size int
	Sum  string // SHA-256 in hex
}

// memoFinding is a diagnostic, with places in the files of the model.
type memoFinding struct {
	memoNote
	Code, Shape string
	Severity    diag.Severity
	Notes       []memoNote
}

type memoNote struct {
	File       int // the file's number from 1; 0 for no place
	Start, End int
	Text       string
}

// keep keeps what was made of the files of a model, unless something of it cannot be told again.
func (m *memory) keep(key cache.Key, files []*source.File, p *printed, diags *diag.List) {
	keep := memo{Package: p.packageName, Operations: p.operations, Shapes: p.shapes}
	for _, f := range p.files {
		sum := sha256.Sum256(f.content)
		keep.Files = append(keep.Files, memoFile{f.name, len(f.content), hex.EncodeToString(sum[:])})
	}
	findings := diags.Sorted()
	if len(findings) != diags.Count(diag.Info) {
		return // Some are counted, and not there.
	}
	for _, d := range findings {
		finding := memoFinding{Code: d.Code, Shape: d.Shape, Severity: d.Severity}
		ok := finding.set(d.Span, d.Message, files)
		for _, n := range d.Notes {
			var note memoNote
			ok = note.set(n.Span, n.Text, files) && ok
			finding.Notes = append(finding.Notes, note)
		}
		if !ok {
			return
		}
		keep.Findings = append(keep.Findings, finding)
	}
	value, err := json.Marshal(keep)
	if err == nil && m.cache.Put(key, value) == nil {
		m.added.Store(true)
	}
}

// set reports whether the place is in one of the files.
func (n *memoNote) set(at source.Span, text string, files []*source.File) bool {
	*n = memoNote{Start: at.Start, End: at.End, Text: text}
	if at.File != nil {
		n.File = slices.Index(files, at.File) + 1
		return n.File > 0
	}
	return true
}

// span is the place in the files; false for none of them.
func (n *memoNote) span(files []*source.File) (source.Span, bool) {
	if n.File < 0 || n.File > len(files) {
		return source.Span{}, false
	}
	at := source.Span{Start: n.Start, End: n.End}
	if n.File > 0 {
		at.File = files[n.File-1]
	}
	return at, true
}

// recall returns what an earlier run made of the same files, if the package's folder still holds it, and adds the
// diagnostics of that run; else nil.
func (m *memory) recall(key cache.Key, files []*source.File, folder func(packageName string) string, diags *diag.List) *printed {
	var kept memo
	if value := m.cache.Get(key); value == nil || json.Unmarshal(value, &kept) != nil {
		return nil
	}
	p := &printed{packageName: kept.Package, operations: kept.Operations, shapes: kept.Shapes}
	var ok bool
	if p.files, ok = kept.read(folder(kept.Package)); !ok {
		return nil
	}
	var found []diag.Diagnostic
	for _, f := range kept.Findings {
		at, ok := f.span(files)
		if !ok {
			return nil
		}
		d := diag.Diagnostic{Code: f.Code, Severity: f.Severity, Span: at, Shape: f.Shape, Message: f.Text}
		for _, n := range f.Notes {
			at, ok := n.span(files)
			if !ok {
				return nil
			}
			d.Notes = append(d.Notes, diag.Note{Span: at, Text: n.Text})
		}
		found = append(found, d)
	}
	for _, d := range found {
		diags.Add(d)
	}
	return p
}

// read reads the files of a package from its folder. It is false if one is not as it was made.
func (m *memo) read(dir string) (files []outputFile, ok bool) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, false
	}
	defer root.Close()
	for _, f := range m.Files {
		content, err := readStart(root, f.Name, f.Size+1)
		if err != nil || len(content) != f.Size {
			return nil, false
		}
		if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != f.Sum {
			return nil, false
		}
		files = append(files, outputFile{name: f.Name, content: content})
	}
	return files, true
}
