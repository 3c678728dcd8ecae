// Macros of system headers, defined before the first header of the SDK: by <windows.h> (`min`, `max`, `ERROR`,
// `DELETE`, `IN`, `OUT`, `small`, `interface`, ...), <sys/sysmacros.h>, <complex.h> and Xlib. What the SDK
// itself includes comes before, for that is for its authors to keep apart from them.
#include <others.hpp>

#define min(a, b) ((a) < (b) ? (a) : (b))
#define max(a, b) ((a) > (b) ? (a) : (b))
#define ABSOLUTE 1
#define BOOL int
#define CONST const
#define DELETE 0x00010000L
#define DOMAIN 1
#define ERROR 0
#define FALSE 0
#define GetMessage GetMessageW
#define IGNORE 0
#define IN
#define NO_ERROR 0L
#define OPTIONAL
#define OUT
#define OVERFLOW 3
#define TRUE 1
#define VOID void
#define far
#define interface struct
#define near
#define small char
#define I _Complex_I
#define major(dev) gnu_dev_major(dev)
#define minor(dev) gnu_dev_minor(dev)
#define Always 2
#define Bool int
#define False 0
#define None 0L
#define Status int
#define Success 0
#define True 1

#include <everything.hpp>

/// A macro that the SDK undefined would be lost to the program.
static_assert(min(1, 2) == 1 && max(1, 2) == 2 && DELETE == 0x00010000L && sizeof(small) == 1);
