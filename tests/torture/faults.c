/* Makes operations on files below one folder fail, whoever asks for them: Python, TensorFlow or HDF5.

   Preloaded into a process (LD_PRELOAD). Nothing fails until `faults_arm` is called in it, which a copy of the
   process does for itself. Operations are counted by class; those whose number is reached fail. What is written
   through a FILE reaches the system within the C library, where nothing can be put between, so the functions of
   FILE are wrapped too. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { WRITE = 1, SYNC = 2, RENAME = 4, CREATE = 8, REMOVE = 16 };
enum { FAIL = 0, SHORT = 1, KILL = 2 };
#define KEPT 64

static char root[PATH_MAX];
static size_t root_length;
static int classes, action, number_of_error;
static long first, last;
static atomic_long counted;
static _Thread_local int after_short, inside;

/* renames that no fsync of their folder has followed, and what stood at the new name before */
static struct { char from[PATH_MAX], to[PATH_MAX], before[PATH_MAX]; } renames[KEPT];
static int rename_count;
static char backups[PATH_MAX];
static int backup_count;

#define REAL(name) ((__typeof__(&name))real(#name))
static void *real(const char *name) {
    void *found = dlsym(RTLD_NEXT, name);
    if (!found) abort();
    return found;
}

/* Begin to count the operations of `which` classes below `folder`. Those numbered `from` to `until` fail with
   `error`: `how` is FAIL, SHORT (half is written, the next write of the thread fails) or KILL (the process ends,
   after the last rename that is not synced is undone). `beside` is an empty folder for what renames replace. */
void faults_arm(const char *folder, int which, long from, long until, int how, int error, const char *beside) {
    root_length = 0;
    snprintf(root, sizeof root, "%s/", folder);
    snprintf(backups, sizeof backups, "%s", beside);
    first = from, last = until, action = how, number_of_error = error, classes = which;
    atomic_store(&counted, 0);
    root_length = strlen(root);
}

long faults_counted(void) { return atomic_load(&counted); }

static int below(const char *path) { return root_length && !strncmp(path, root, root_length); }

static int absolute(int folder, const char *path, char *found) {
    char base[PATH_MAX], link[64];
    if (path[0] == '/') return snprintf(found, PATH_MAX, "%s", path) < PATH_MAX;
    if (folder == AT_FDCWD) {
        if (!getcwd(base, sizeof base)) return 0;
    } else {
        snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        ssize_t length = readlink(link, base, sizeof base - 1);
        if (length < 0) return 0;
        base[length] = 0;
    }
    return snprintf(found, PATH_MAX, "%s/%s", base, path) < PATH_MAX;
}

static int path_below(int folder, const char *path) {
    char found[PATH_MAX];
    return root_length && path && absolute(folder, path, found) && below(found);
}

static int name_of(int fd, char *found) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, found, PATH_MAX - 2);
    if (length < 0) return 0;
    found[length] = 0;
    return 1;
}

static int fd_below(int fd) {
    char found[PATH_MAX];
    if (!root_length || !name_of(fd, found)) return 0;
    strcat(found, "/"); /* the folder itself counts as well */
    return below(found);
}

static void undo_last_rename(void) {
    if (!rename_count) return;
    int index = --rename_count;
    REAL(rename)(renames[index].to, renames[index].from);
    if (renames[index].before[0]) REAL(rename)(renames[index].before, renames[index].to);
}

/* Whether an operation of the class fails now; the process may end here instead. */
static int fails(int class) {
    if (!(classes & class)) return 0;
    long number = atomic_fetch_add(&counted, 1) + 1;
    if (number < first || number > last) return 0;
    if (action == KILL) {
        inside = 1;
        undo_last_rename();
        _exit(137);
    }
    errno = number_of_error;
    return 1;
}

/* How much of a write is done: all, none (errno is set), or half of it. */
static ssize_t granted(size_t size) {
    if (after_short) {
        after_short = 0;
        errno = number_of_error;
        return -1;
    }
    if (!fails(WRITE)) return (ssize_t)size;
    if (action != SHORT || size < 2) return -1;
    after_short = 1;
    return (ssize_t)(size / 2);
}

ssize_t write(int fd, const void *data, size_t size) {
    ssize_t allowed = fd_below(fd) ? granted(size) : (ssize_t)size;
    return allowed < 0 ? -1 : REAL(write)(fd, data, (size_t)allowed);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    ssize_t allowed = fd_below(fd) ? granted(size) : (ssize_t)size;
    return allowed < 0 ? -1 : REAL(pwrite)(fd, data, (size_t)allowed, at);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    ssize_t allowed = fd_below(fd) ? granted(size) : (ssize_t)size;
    return allowed < 0 ? -1 : REAL(pwrite64)(fd, data, (size_t)allowed, at);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    if (fd_below(fd) && granted(1) < 0) return -1;
    return REAL(writev)(fd, parts, count);
}

int ftruncate(int fd, off_t size) { return fd_below(fd) && fails(WRITE) ? -1 : REAL(ftruncate)(fd, size); }
int ftruncate64(int fd, off64_t size) { return fd_below(fd) && fails(WRITE) ? -1 : REAL(ftruncate64)(fd, size); }
int truncate(const char *path, off_t size) {
    return path_below(AT_FDCWD, path) && fails(WRITE) ? -1 : REAL(truncate)(path, size);
}
int truncate64(const char *path, off64_t size) {
    return path_below(AT_FDCWD, path) && fails(WRITE) ? -1 : REAL(truncate64)(path, size);
}

size_t fwrite(const void *data, size_t size, size_t count, FILE *file) {
    if (inside || !size || !count || !fd_below(fileno(file))) return REAL(fwrite)(data, size, count, file);
    ssize_t allowed = granted(size * count);
    return allowed < 0 ? 0 : REAL(fwrite)(data, size, (size_t)allowed / size, file);
}

int fflush(FILE *file) {
    if (file && !inside && fd_below(fileno(file)) && fails(WRITE)) return EOF;
    return REAL(fflush)(file);
}

int fclose(FILE *file) {
    int lost = !inside && fd_below(fileno(file)) && fails(WRITE);
    int error = errno;
    if (lost) __fpurge(file);
    int closed = REAL(fclose)(file);
    if (!lost) return closed;
    errno = error;
    return EOF;
}

static int synced(int fd) {
    if (!fd_below(fd)) return 0;
    if (fails(SYNC)) return -1;
    char folder[PATH_MAX];
    if (!name_of(fd, folder)) return 0;
    int kept = 0;
    for (int index = 0; index < rename_count; index++) {
        size_t length = (size_t)(strrchr(renames[index].to, '/') - renames[index].to);
        if (length == strlen(folder) && !strncmp(renames[index].to, folder, length)) continue;
        renames[kept++] = renames[index];
    }
    rename_count = kept;
    return 0;
}

int fsync(int fd) { return synced(fd) ? -1 : REAL(fsync)(fd); }
int fdatasync(int fd) { return synced(fd) ? -1 : REAL(fdatasync)(fd); }

static int renamed(int from_fd, const char *from, int to_fd, const char *to, unsigned flags) {
    char source[PATH_MAX], target[PATH_MAX];
    int ours = root_length && absolute(from_fd, from, source) && absolute(to_fd, to, target) && below(target);
    if (!ours) return REAL(renameat2)(from_fd, from, to_fd, to, flags);
    if (fails(RENAME)) return -1;
    if (rename_count == KEPT) {
        memmove(renames, renames + 1, sizeof renames - sizeof *renames);
        rename_count--;
    }
    char *before = renames[rename_count].before;
    if (snprintf(before, PATH_MAX, "%s/%d", backups, backup_count++) >= PATH_MAX) abort();
    if (link(target, before)) before[0] = 0; /* nothing stood there, or an empty folder */
    int done = REAL(renameat2)(from_fd, from, to_fd, to, flags);
    if (!done) {
        strcpy(renames[rename_count].from, source);
        strcpy(renames[rename_count++].to, target);
    }
    return done;
}

int rename(const char *from, const char *to) { return renamed(AT_FDCWD, from, AT_FDCWD, to, 0); }
int renameat(int from_fd, const char *from, int to_fd, const char *to) {
    return renamed(from_fd, from, to_fd, to, 0);
}
int renameat2(int from_fd, const char *from, int to_fd, const char *to, unsigned flags) {
    return renamed(from_fd, from, to_fd, to, flags);
}

static int creates(int folder, const char *path, int flags) {
    return flags & O_CREAT && path_below(folder, path) && fails(CREATE);
}

#define OPENS(name) \
    int name(const char *path, int flags, ...) { \
        va_list more; \
        va_start(more, flags); \
        mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(more, mode_t) : 0; \
        va_end(more); \
        return creates(AT_FDCWD, path, flags) ? -1 : REAL(name)(path, flags, mode); \
    }
OPENS(open)
OPENS(open64)

#define OPENS_AT(name) \
    int name(int folder, const char *path, int flags, ...) { \
        va_list more; \
        va_start(more, flags); \
        mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(more, mode_t) : 0; \
        va_end(more); \
        return creates(folder, path, flags) ? -1 : REAL(name)(folder, path, flags, mode); \
    }
OPENS_AT(openat)
OPENS_AT(openat64)

FILE *fopen(const char *path, const char *mode) {
    return mode[0] != 'r' && path_below(AT_FDCWD, path) && fails(CREATE) ? NULL : REAL(fopen)(path, mode);
}
FILE *fopen64(const char *path, const char *mode) {
    return mode[0] != 'r' && path_below(AT_FDCWD, path) && fails(CREATE) ? NULL : REAL(fopen64)(path, mode);
}
int mkdir(const char *path, mode_t mode) {
    return path_below(AT_FDCWD, path) && fails(CREATE) ? -1 : REAL(mkdir)(path, mode);
}
int mkdirat(int folder, const char *path, mode_t mode) {
    return path_below(folder, path) && fails(CREATE) ? -1 : REAL(mkdirat)(folder, path, mode);
}

int unlink(const char *path) { return path_below(AT_FDCWD, path) && fails(REMOVE) ? -1 : REAL(unlink)(path); }
int unlinkat(int folder, const char *path, int flags) {
    return path_below(folder, path) && fails(REMOVE) ? -1 : REAL(unlinkat)(folder, path, flags);
}
int rmdir(const char *path) { return path_below(AT_FDCWD, path) && fails(REMOVE) ? -1 : REAL(rmdir)(path); }
