# The same, in fewer words.
/An executor, not Thread.ofVirtual/d
s/threads\.execute(() -> {/Thread.startVirtualThread(() -> {/
