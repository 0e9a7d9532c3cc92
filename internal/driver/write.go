// This file brings a folder to what compare found: all temporary files first, then the renames.

package driver

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// apply does what the output says. Files appear whole or not at all: each is written under a temporary name in the same
// folder, and only when all of them are is the first one renamed. What could not be done leaves no temporary file.
func (o *output) apply() (err error) {
	if len(o.changes) == 0 {
		return nil
	}
	made, err := makeFolder(o.dir)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			removeEmpty(made)
		}
	}()
	root, err := os.OpenRoot(o.dir)
	if err != nil {
		return err
	}
	defer root.Close()
	return o.applyIn(root)
}

// applyIn does the work of apply in the opened folder.
func (o *output) applyIn(root *os.Root) (err error) {
	temps := make([]string, len(o.changes))
	defer func() {
		for _, temp := range temps {
			if temp != "" {
				err = errors.Join(err, root.Remove(temp))
			}
		}
	}()
	for i, c := range o.changes {
		if c.verb == remove {
			continue
		}
		if temps[i], err = writeTemp(root, c); err != nil {
			return fmt.Errorf("write %s: %w", c.name, rootCause(err))
		}
	}
	for i, c := range o.changes {
		if c.verb == remove {
			err = root.Remove(c.name)
		} else {
			err = root.Rename(temps[i], c.name)
		}
		if err != nil {
			return fmt.Errorf("replace %s: %w", c.name, rootCause(err))
		}
		temps[i] = ""
	}
	return nil
}

// writeTemp writes a change's bytes to a new temporary file and returns its name. The file gets the permissions of the
// file that it is to replace, or those that the umask leaves of 0644.
func writeTemp(root *os.Root, c change) (name string, err error) {
	var file *os.File
	for range 100 {
		name = fmt.Sprintf(".smithwright-%016x.tmp", rand.Uint64())
		file, err = root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if !errors.Is(err, fs.ErrExist) {
			break
		}
	}
	if err != nil {
		return "", err
	}
	_, err = file.Write(c.content)
	if err == nil && c.verb == rewrite {
		err = file.Chmod(c.mode)
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return "", errors.Join(err, root.Remove(name))
	}
	return name, nil
}

// makeFolder makes a folder and those above it that are missing, and returns those it made, the innermost last.
func makeFolder(dir string) (made []string, err error) {
	for at := filepath.Clean(dir); ; at = filepath.Dir(at) {
		if _, err := os.Stat(at); !errors.Is(err, fs.ErrNotExist) || at == filepath.Dir(at) {
			break
		}
		made = append([]string{at}, made...)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		removeEmpty(made)
		return nil, err
	}
	return made, nil
}

// removeEmpty removes the folders that a failed run made, unless something is in them by now.
func removeEmpty(made []string) {
	for i := len(made) - 1; i >= 0; i-- {
		if os.Remove(made[i]) != nil {
			return
		}
	}
}
