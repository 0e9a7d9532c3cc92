// This file reads and writes the manifest, the list in a generated folder of the files that gen wrote there.

package driver

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
)

const (
	// manifestName is the manifest's name in each generated folder.
	manifestName = ".smithwright.json"
	// manifestSchema is the version of the manifest's form. A reader refuses a higher one.
	manifestSchema = 1
	// maxManifest bounds a manifest that is read, in bytes: some 20,000 names.
	maxManifest = 1 << 20
)

// manifest names the files of a folder that gen wrote. It holds no time, path or command line, so that the same model
// gives the same bytes everywhere.
type manifest struct {
	Schema int      `json:"schema"`
	Files  []string `json:"files"`
}

// newManifest lists files, which are sorted here.
func newManifest(files []string) manifest {
	sorted := slices.Clone(files)
	slices.Sort(sorted)
	return manifest{Schema: manifestSchema, Files: sorted}
}

// encode gives the manifest's bytes: indented JSON, one name a line.
func (m manifest) encode() ([]byte, error) {
	out, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode the manifest: %w", err)
	}
	return append(out, '\n'), nil
}

// readManifest reads the manifest of an opened folder. A folder without one gives an empty manifest. The manifest is
// not trusted: whoever wrote it could name any path, so it is refused as a whole unless each name is a plain one.
func readManifest(root *os.Root) (manifest, error) {
	file, err := openRegular(root, manifestName)
	if errors.Is(err, fs.ErrNotExist) {
		return manifest{}, nil
	}
	if err != nil {
		return manifest{}, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxManifest+1))
	if err != nil {
		return manifest{}, err
	}
	if len(data) > maxManifest {
		return manifest{}, fmt.Errorf("it is larger than %d bytes", maxManifest)
	}
	return parseManifest(data)
}

// parseManifest reads a manifest's bytes.
func parseManifest(data []byte) (manifest, error) {
	var m manifest
	if err := json.Unmarshal(bytes.TrimPrefix(data, []byte("\ufeff")), &m); err != nil {
		return manifest{}, fmt.Errorf("it is not the JSON that gen writes: %w", err)
	}
	switch {
	case m.Schema < 1:
		return manifest{}, errors.New(`it has no "schema"`)
	case m.Schema > manifestSchema:
		return manifest{}, fmt.Errorf("a newer gen wrote it (schema %d, this one knows %d): use that one", m.Schema, manifestSchema)
	}
	for _, name := range m.Files {
		if !plainName(name) {
			return manifest{}, fmt.Errorf("it names %.80q, which is no plain file name", name)
		}
	}
	return m, nil
}

// plainName says whether a name is one that gen could have written: a file directly in the folder, not hidden, and the
// same file on every operating system.
func plainName(name string) bool {
	if name == "" || len(name) > 255 || strings.HasPrefix(name, ".") || strings.HasSuffix(name, ".") {
		return false
	}
	for _, r := range name {
		letter := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
		if !letter && !strings.ContainsRune("._-", r) {
			return false
		}
	}
	return true
}
